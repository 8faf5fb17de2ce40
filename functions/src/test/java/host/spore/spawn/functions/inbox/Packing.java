package host.spore.spawn.functions.inbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/** Packs what {@link UserFile} unpacks. */
public final class Packing {
    private Packing() {}

    public static String packed(String text) {
        return packed(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String packed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException("in memory", impossible);
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }
}
