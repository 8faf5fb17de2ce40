package host.spore.spawn.functions.queue;

import java.util.List;
import java.util.Optional;

/** Objects in S3. */
interface Documents {
    Optional<String> read(String bucket, String key);

    void write(String bucket, String key, String text);

    /** Of what is below a prefix, at most so many; every page up to there. */
    List<Found> list(String bucket, String prefix, int most);

    /** Within a bucket; over what is there. */
    void copy(String bucket, String from, String to);

    /**
     * An object.
     *
     * @param key of it
     * @param bytes how large it is
     */
    record Found(String key, long bytes) {}
}
