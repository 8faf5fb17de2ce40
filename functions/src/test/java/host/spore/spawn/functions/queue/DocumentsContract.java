package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What every {@link Documents} keeps, the fake as well as S3. */
public abstract class DocumentsContract {
    abstract Documents subject();

    protected abstract String bucket();

    /** A key that no other test uses. */
    protected abstract String freshKey();

    @Test
    void whatIsWrittenIsRead() {
        // Given
        String key = freshKey();
        String text = "{\"command\":\"echo 'ü' \\\"$X\\\" `date`\\n\"}";

        // When
        subject().write(bucket(), key, "{}");
        subject().write(bucket(), key, text);

        // Then
        assertThat(subject().read(bucket(), key)).contains(text);
    }

    @Test
    void whatIsNotThereIsNone() {
        assertThat(subject().read(bucket(), freshKey())).isEmpty();
    }
}
