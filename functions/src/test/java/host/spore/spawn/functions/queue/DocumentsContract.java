package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

    @Test
    void whatIsBelowAPrefixIsListedUpToABound() {
        // Given
        String key = freshKey();
        for (String name : List.of("a", "b/c", "d")) {
            subject().write(bucket(), key + "/" + name, "{}");
        }
        subject().write(bucket(), key + "-another", "{}");

        // When, Then
        assertThat(subject().list(bucket(), key + "/", 9))
                .containsExactly(
                        new Documents.Found(key + "/a", 2),
                        new Documents.Found(key + "/b/c", 2),
                        new Documents.Found(key + "/d", 2));
        assertThat(subject().list(bucket(), key + "/", 2)).hasSize(2);
        assertThat(subject().list(bucket(), freshKey(), 9)).isEmpty();
    }

    @Test
    void whatIsCopiedIsInBothPlaces() {
        // Given
        String from = freshKey() + "/odd name+ü=1";
        String to = freshKey() + "/odd name+ü=1";
        subject().write(bucket(), from, "text");
        subject().write(bucket(), to, "older");

        // When
        subject().copy(bucket(), from, to);

        // Then
        assertThat(subject().read(bucket(), from)).contains("text");
        assertThat(subject().read(bucket(), to)).contains("text");
    }
}
