package host.spore.spawn.cli;

import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file of text that a command needs.
 *
 * @param noun of the file, for example {@code queue file}
 * @param what its text is
 * @param maxBytes of UTF-8
 * @param tooMuch of what, and the remedy
 */
record TextFile(String noun, String what, int maxBytes, String tooMuch) {
    /**
     * @param typed what names it, for what is refused
     * @param name of the file
     * @param folder that a relative path starts from
     */
    String read(String typed, String name, Path folder) {
        String shown = "\"" + Printable.of(typed) + "\": ";
        Path file;
        try {
            file = folder.resolve(name);
        } catch (InvalidPathException notAPath) {
            throw new Refusal(shown + "not the name of a file");
        }
        if (Files.isDirectory(file)) {
            throw new Refusal(shown + "a folder; name the " + noun + " in it");
        }
        try (InputStream in = Files.newInputStream(file)) {
            // One byte more than is allowed tells a large file apart, without reading a device to its end.
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new Refusal(shown + "more than " + maxBytes + " bytes" + tooMuch);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new Refusal(shown + "not UTF-8 text; " + what);
        } catch (NoSuchFileException missing) {
            throw new Refusal(shown + "no such file (seen from " + Printable.of(folder.toString()) + ")");
        } catch (IOException unreadable) {
            throw new Refusal(shown + "cannot be read ("
                    + unreadable.getClass().getSimpleName().replace("Exception", "") + "); check its permissions");
        }
    }

    /** Some editors begin a file with a mark of its byte order, which is no part of it. */
    String readWithoutMark(String name, Path folder) {
        String text = read(name, name, folder);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
