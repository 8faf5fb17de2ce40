package host.spore.spawn.spored;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A small file that any user of the machine may write, read by root: never through a link, which could lead to a secret
 * that would then be published, nor from anything but a plain file, which could hang.
 *
 * @param stamp another one whenever the file is written again
 * @param modifiedMillis by the machine's clock
 */
record OwnFile(String text, String stamp, long modifiedMillis) {
    private static final int LIMIT = 16 * 1024;

    /** Empty when there is no such plain file. */
    static Optional<OwnFile> read(Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                String text = new String(in.readNBytes(LIMIT), StandardCharsets.UTF_8);
                long modified = attributes.lastModifiedTime().toMillis();
                return Optional.of(new OwnFile(text, modified + "-" + attributes.fileKey(), modified));
            }
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }
}
