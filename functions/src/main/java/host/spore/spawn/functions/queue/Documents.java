package host.spore.spawn.functions.queue;

import java.util.Optional;

/** Objects in S3. */
interface Documents {
    Optional<String> read(String bucket, String key);

    void write(String bucket, String key, String text);
}
