package host.spore.spawn.functions.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What every {@link Files} keeps, the fake as well as S3. */
public abstract class FilesContract {
    abstract Files subject();

    /** A key that no other test uses. */
    protected abstract String freshKey();

    @Test
    void whatWasWrittenIsReadAndTheLastCounts() {
        // Given
        String key = freshKey();

        // When, Then
        assertThat(subject().read(key)).isEmpty();
        subject().write(key, "[\"ü\"]");
        assertThat(subject().read(key)).contains("[\"ü\"]");
        subject().write(key, "[]");
        assertThat(subject().read(key)).contains("[]");
    }
}
