package host.spore.spawn.functions.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import host.spore.spawn.events.InboxFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserFileTest {
    private static final UserFile FILE =
            new UserFile("queue", 8_000_000, "spawn queue submit", "make alike jobs an array");

    @Test
    void whatWasPackedIsRead() {
        String text = "{\"command\":\"echo 'ü' \\\"$X\\\" `date`\"}";
        assertThat(FILE.unpack(Packing.packed(text))).isEqualTo(new UserFile.Text("queue.json", text));
    }

    /** It is read no further than a file may be long. */
    @Test
    void whatGrowsAThousandfoldIsNotUnpacked() {
        byte[] zeros = new byte[FILE.maxBytes() + 1];
        assertThat(FILE.unpack(Packing.packed(zeros)))
                .isInstanceOfSatisfying(
                        UserFile.Unreadable.class,
                        refused -> assertThat(refused.reason()).contains("more than 8000000 bytes"));
        assertThat(FILE.unpack(Packing.packed(new byte[FILE.maxBytes()]))).isInstanceOf(UserFile.Text.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not base64!", "AAAA", "H4sIAAAAAAAA", ""})
    void whatIsNoGzipIsRefused(String text) {
        assertThat(FILE.unpack(text))
                .isInstanceOfSatisfying(
                        UserFile.Unreadable.class,
                        refused -> assertThat(refused.reason()).contains("gzipped, in base64"));
    }

    @Test
    void whatIsNoTextIsRefused() {
        byte[] latin = "ü".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(FILE.unpack(Packing.packed(latin)))
                .isInstanceOfSatisfying(
                        UserFile.Unreadable.class,
                        refused -> assertThat(refused.reason()).contains("not UTF-8"));
    }

    @Test
    void whatLiesInTheInboxIsReadOrSaidNotToBe() {
        InboxFile file = new InboxFile("inbox/train.yaml", null);
        assertThat(FILE.found(file, bytes("\uFEFFjobs: []")))
                .as("without the mark of some editors")
                .isEqualTo(new UserFile.Text("inbox/train.yaml", "jobs: []"));
        assertThat(reason(FILE.found(file, new Inbox.None()))).startsWith("inbox/train.yaml: there is no such file");
        assertThat(reason(FILE.found(file, new Inbox.Changed()))).startsWith("inbox/train.yaml: it has changed");
        assertThat(reason(FILE.found(file, new Inbox.Bytes(new byte[FILE.maxBytes() + 1]))))
                .isEqualTo("inbox/train.yaml: more than 8000000 bytes; make alike jobs an array");
        assertThat(reason(FILE.found(file, new Inbox.Bytes(new byte[] {(byte) 0xff}))))
                .startsWith("inbox/train.yaml: not UTF-8 text");
    }

    private static Inbox.Bytes bytes(String text) {
        return new Inbox.Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String reason(UserFile.Content content) {
        return switch (content) {
            case UserFile.Unreadable(String reason) -> reason;
            case UserFile.Text text -> throw new AssertionError("it was read: " + text);
        };
    }

    /** Not only refused: the 256 MB that these 250 KB would be are never in memory. */
    @Test
    void whatGrowsAThousandfoldCostsNoMemory() {
        // Given
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            byte[] zeros = new byte[1_000_000];
            for (int i = 0; i < 256; i++) {
                zip.write(zeros);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("in memory", impossible);
        }
        String bomb = Base64.getEncoder().encodeToString(out.toByteArray());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        // When
        UserFile.Content unpacked = FILE.unpack(bomb);

        // Then
        assertThat(unpacked).isInstanceOf(UserFile.Unreadable.class);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64_000_000);
    }
}
