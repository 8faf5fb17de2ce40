package host.spore.spawn.spored;

import java.io.IOException;
import java.nio.file.Path;

/** Puts a file into a bucket. */
interface Upload {
    /** Once. */
    void put(Bucket bucket, String key, Path file) throws IOException, InterruptedException;
}
