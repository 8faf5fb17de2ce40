package host.spore.spawn.cli;

import host.spore.spawn.events.LaunchInstance;
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

/** The value of {@code --user-data}: the script itself, or {@code @} and the file that holds it. */
final class UserData {
    private UserData() {}

    /** @param folder that a relative path starts from */
    static String of(String text, Path folder) {
        String script = text.startsWith("@") ? read(text, folder) : LaunchInstance.checkedUserData(text);
        if (script.isBlank()) {
            throw new Refusal("\"" + Printable.of(text) + "\": there is nothing in it; leave --user-data out");
        }
        return script;
    }

    private static String read(String text, Path folder) {
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
            byte[] bytes = in.readNBytes(LaunchInstance.MAX_USER_DATA_BYTES + 1);
            if (bytes.length > LaunchInstance.MAX_USER_DATA_BYTES) {
                throw new Refusal(shown + "more than " + LaunchInstance.MAX_USER_DATA_BYTES
                        + " bytes of user data; put the rest into S3 and fetch it from the script");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new Refusal(shown + "not UTF-8 text; user data is a script");
        } catch (NoSuchFileException missing) {
            throw new Refusal(shown + "no such file (seen from " + Printable.of(folder.toString()) + ")");
        } catch (IOException unreadable) {
            throw new Refusal(shown + "cannot be read ("
                    + unreadable.getClass().getSimpleName().replace("Exception", "") + "); check its permissions");
        }
    }
}
