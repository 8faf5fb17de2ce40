package host.spore.spawn.functions.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
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

class PackedFileTest {
    private static final PackedFile FILE =
            new PackedFile("queue", 8_000_000, "spawn queue submit", "make alike jobs an array");

    @Test
    void whatWasPackedIsRead() {
        String text = "{\"command\":\"echo 'ü' \\\"$X\\\" `date`\"}";
        assertThat(FILE.unpack(Packing.packed(text))).isEqualTo(new PackedFile.Text(text));
    }

    /** It is read no further than a file may be long. */
    @Test
    void whatGrowsAThousandfoldIsNotUnpacked() {
        byte[] zeros = new byte[FILE.maxBytes() + 1];
        assertThat(FILE.unpack(Packing.packed(zeros)))
                .isInstanceOfSatisfying(
                        PackedFile.Unreadable.class,
                        refused -> assertThat(refused.reason()).contains("more than 8000000 bytes"));
        assertThat(FILE.unpack(Packing.packed(new byte[FILE.maxBytes()]))).isInstanceOf(PackedFile.Text.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not base64!", "AAAA", "H4sIAAAAAAAA", ""})
    void whatIsNoGzipIsRefused(String text) {
        assertThat(FILE.unpack(text))
                .isInstanceOfSatisfying(
                        PackedFile.Unreadable.class,
                        refused -> assertThat(refused.reason()).contains("gzipped, in base64"));
    }

    @Test
    void whatIsNoTextIsRefused() {
        byte[] latin = "ü".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(FILE.unpack(Packing.packed(latin)))
                .isInstanceOfSatisfying(
                        PackedFile.Unreadable.class,
                        refused -> assertThat(refused.reason()).contains("not UTF-8"));
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
        PackedFile.Unpacked unpacked = FILE.unpack(bomb);

        // Then
        assertThat(unpacked).isInstanceOf(PackedFile.Unreadable.class);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64_000_000);
    }
}
