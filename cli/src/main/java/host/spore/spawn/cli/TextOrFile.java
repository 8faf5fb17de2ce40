package host.spore.spawn.cli;

import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.Work;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * An option whose value is the text itself, or {@code @} and the file that holds it.
 *
 * @param option by name
 * @param noun of its text
 * @param maxBytes of UTF-8
 * @param remedy for what is longer
 * @param check of the text
 */
record TextOrFile(String option, String noun, int maxBytes, String remedy, UnaryOperator<String> check) {
    static final TextOrFile USER_DATA = new TextOrFile(
            "--user-data",
            "user data",
            Work.MAX_USER_DATA_BYTES,
            "put the rest into S3 and fetch it from the script",
            Work::checkedUserData);

    static final TextOrFile PRE_STOP = new TextOrFile(
            "--pre-stop", "shell", Work.MAX_LINE_BYTES, "put the rest into a script and call it", Work::checkedLine);

    /** @param folder that a relative path starts from */
    String of(String text, Path folder) {
        String found = text.startsWith("@") ? read(text, folder) : text;
        if (found.isBlank()) {
            throw new Refusal("\"" + Printable.of(text) + "\": there is nothing in it; leave " + option + " out");
        }
        return check.apply(found);
    }

    private String read(String text, Path folder) {
        String shown = "\"" + Printable.of(text) + "\": ";
        Path file;
        try {
            file = folder.resolve(text.substring(1));
        } catch (InvalidPathException notAPath) {
            throw new Refusal(shown + "not the name of a file");
        }
        if (Files.isDirectory(file)) {
            throw new Refusal(shown + "a folder; name the file in it");
        }
        try (InputStream in = Files.newInputStream(file)) {
            // One byte more than is allowed tells a large file apart, without reading a device to its end.
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new Refusal(shown + "more than " + maxBytes + " bytes of " + noun + "; " + remedy);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new Refusal(shown + "not UTF-8 text; " + noun + " is a script");
        } catch (NoSuchFileException missing) {
            throw new Refusal(shown + "no such file (seen from " + Printable.of(folder.toString()) + ")");
        } catch (IOException unreadable) {
            throw new Refusal(shown + "cannot be read ("
                    + unreadable.getClass().getSimpleName().replace("Exception", "") + "); check its permissions");
        }
    }
}
