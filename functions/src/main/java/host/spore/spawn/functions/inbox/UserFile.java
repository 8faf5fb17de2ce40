package host.spore.spawn.functions.inbox;

import host.spore.spawn.events.InboxFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/**
 * A file that a user wrote for a command: it carries it, as JSON, gzipped, in base64; or it says where it is.
 *
 * @param noun of the file and of the command's field, for example {@code queue}
 * @param maxBytes when it is unpacked
 * @param maker of the command
 * @param remedy for what is longer
 */
public record UserFile(String noun, int maxBytes, String maker, String remedy) {
    /** What there is to read. */
    public sealed interface Content {}

    /** @param name whose extension says what the text is */
    public record Text(String name, String text) implements Content {}

    public record Unreadable(String reason) implements Content {}

    /** Whoever may publish may send what grows a thousandfold: it is read no further than a file may be long. */
    public Content unpack(String base64) {
        byte[] bytes;
        try (InputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(base64)))) {
            bytes = in.readNBytes(maxBytes + 1);
        } catch (IllegalArgumentException | IOException broken) {
            return new Unreadable(noun + ": not the " + noun + "'s file as JSON, gzipped, in base64 ("
                    + broken.getMessage() + "); " + maker + " makes it so");
        }
        return text(noun, " when it is unpacked", noun + ".json", bytes);
    }

    /** What was found where the command says that it is. */
    public Content found(InboxFile file, Inbox.Found found) {
        return switch (found) {
            case Inbox.Bytes(byte[] bytes) -> text(file.key(), "", file.key(), bytes);
            case Inbox.None() ->
                new Unreadable(file.key() + ": there is no such file in the bucket of results; put it there, and"
                        + " publish the command again with another id");
            case Inbox.Changed() ->
                new Unreadable(file.key() + ": it has changed since this command was made for it; whoever changed it"
                        + " has caused a command of its own, or publishes one");
        };
    }

    private Content text(String subject, String when, String name, byte[] bytes) {
        if (bytes.length > maxBytes) {
            return new Unreadable(subject + ": more than " + maxBytes + " bytes" + when + "; " + remedy);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            // Some editors begin a file with a mark that is no part of its text.
            return new Text(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException notText) {
            return new Unreadable(subject + ": not UTF-8 text" + when + "; a " + noun + " file is text");
        }
    }
}
