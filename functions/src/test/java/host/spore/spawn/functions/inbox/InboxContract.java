package host.spore.spawn.functions.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InboxFile;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link Inbox} keeps, the fake as well as S3. */
public abstract class InboxContract {
    private static final String TEXT = "params:\n  - {seed: 1} # ü\n";

    protected abstract Inbox subject();

    /** A key that no other test uses. */
    protected abstract String freshKey();

    /** @return the new content's etag, without quotes */
    protected abstract String put(String key, byte[] content);

    @Test
    void whatIsThereIsRead() {
        String key = freshKey();
        put(key, bytes(TEXT));
        assertThat(text(key, null, 1_000)).isEqualTo(TEXT);
    }

    @Test
    void noMoreIsReadThanIsAskedFor() {
        String key = freshKey();
        put(key, new byte[300_000]);
        assertThat(subject().find(new InboxFile(key, null), 100))
                .isInstanceOfSatisfying(
                        Inbox.Bytes.class, read -> assertThat(read.bytes()).hasSize(100));
    }

    @Test
    void whatIsNotThereIsSaidNotToBe() {
        assertThat(subject().find(new InboxFile(freshKey(), null), 100)).isEqualTo(new Inbox.None());
        assertThat(subject().find(new InboxFile(freshKey(), "0123456789abcdef"), 100))
                .isEqualTo(new Inbox.None());
    }

    @Test
    void onlyTheContentThatIsMeantIsRead() {
        // Given
        String key = freshKey();
        String first = put(key, bytes("one"));
        assertThat(text(key, first, 1_000)).isEqualTo("one");

        // When
        String second = put(key, bytes("another"));

        // Then
        assertThat(subject().find(new InboxFile(key, first), 1_000)).isEqualTo(new Inbox.Changed());
        assertThat(text(key, second, 1_000)).isEqualTo("another");
    }

    private String text(String key, @Nullable String etag, int most) {
        return switch (subject().find(new InboxFile(key, etag), most)) {
            case Inbox.Bytes(byte[] read) -> new String(read, StandardCharsets.UTF_8);
            case Inbox.None() -> throw new AssertionError("nothing at " + key);
            case Inbox.Changed() -> throw new AssertionError("changed: " + key);
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
