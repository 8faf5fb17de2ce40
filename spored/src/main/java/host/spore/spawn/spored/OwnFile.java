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
 */
record OwnFile(String text, String stamp) {
    private static final int LIMIT = 16 * 1024;

    /** Empty when there is no such plain file. The stamp is another one whenever the file is written again. */
    static Optional<OwnFile> read(Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                String text = new String(in.readNBytes(LIMIT), StandardCharsets.UTF_8);
                return Optional.of(
                        new OwnFile(text, attributes.lastModifiedTime().toMillis() + "-" + attributes.fileKey()));
            }
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }
}
