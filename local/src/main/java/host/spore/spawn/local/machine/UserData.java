package host.spore.spawn.local.machine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** What cloud-init makes of user data, as far as it is simulated: a script, plain or gzip'd. */
sealed interface UserData {
    /** @param latin1 a byte a character, so that nothing is lost; begins with {@code #!} */
    record Script(String latin1) implements UserData {}

    /** There is none. */
    record Nothing() implements UserData {}

    /** @param reason for the log: it is there and will not be run */
    record Unsupported(String reason) implements UserData {}

    static UserData of(byte[] raw) {
        byte[] bytes = raw;
        if (raw.length > 1 && raw[0] == 0x1f && raw[1] == (byte) 0x8b) {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(raw))) {
                bytes = in.readAllBytes();
            } catch (IOException broken) {
                return new Unsupported("user data begins like gzip and is none: " + broken.getMessage());
            }
        }
        if (bytes.length == 0) {
            return new Nothing();
        }
        if (bytes.length > 1 && bytes[0] == '#' && bytes[1] == '!') {
            return new Script(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        return new Unsupported("user data is no script (no #! at its beginning): only scripts are simulated");
    }
}
