package host.spore.spawn.functions.sweep;

import host.spore.spawn.queues.sweep.SweepFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/** A sweep's file out of its command. */
final class SweepText {
    private SweepText() {}

    /** What a command's text is. */
    sealed interface Decoded {}

    record Text(String text) implements Decoded {}

    record Unreadable(String reason) implements Decoded {}

    /** Whoever may publish may send what grows a thousandfold: it is read no further than a file may be long. */
    static Decoded decode(String base64) {
        byte[] bytes;
        try (InputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(base64)))) {
            bytes = in.readNBytes(SweepFile.MAX_BYTES + 1);
        } catch (IllegalArgumentException | IOException broken) {
            return new Unreadable("sweep: not the sweep's file as JSON, gzipped, in base64 (" + broken.getMessage()
                    + "); spawn sweep makes it so");
        }
        if (bytes.length > SweepFile.MAX_BYTES) {
            return new Unreadable(
                    "sweep: more than " + SweepFile.MAX_BYTES + " bytes when it is unpacked; make it several sweeps");
        }
        try {
            return new Text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notText) {
            return new Unreadable("sweep: not UTF-8 text when it is unpacked; a sweep file is JSON");
        }
    }
}
