package host.spore.spawn.functions.lambda;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/**
 * A user's file as a command carries it: JSON, gzipped, in base64.
 *
 * @param noun of the file and of the command's field, for example {@code queue}
 * @param maxBytes when it is unpacked
 * @param maker of the command
 * @param remedy for what is longer
 */
public record PackedFile(String noun, int maxBytes, String maker, String remedy) {
    /** What a command's text is. */
    public sealed interface Unpacked {}

    public record Text(String text) implements Unpacked {}

    public record Unreadable(String reason) implements Unpacked {}

    /** Whoever may publish may send what grows a thousandfold: it is read no further than a file may be long. */
    public Unpacked unpack(String base64) {
        byte[] bytes;
        try (InputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(base64)))) {
            bytes = in.readNBytes(maxBytes + 1);
        } catch (IllegalArgumentException | IOException broken) {
            return new Unreadable(noun + ": not the " + noun + "'s file as JSON, gzipped, in base64 ("
                    + broken.getMessage() + "); " + maker + " makes it so");
        }
        if (bytes.length > maxBytes) {
            return new Unreadable(noun + ": more than " + maxBytes + " bytes when it is unpacked; " + remedy);
        }
        try {
            return new Text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notText) {
            return new Unreadable(noun + ": not UTF-8 text when it is unpacked; a " + noun + " file is JSON");
        }
    }
}
