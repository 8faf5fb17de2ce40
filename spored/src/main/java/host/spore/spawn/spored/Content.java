package host.spore.spawn.spored;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The body of a request: it is hashed for the signature, and then sent. */
interface Content {
    long length() throws IOException;

    /** In hexadecimal. */
    String sha256() throws IOException;

    InputStream open() throws IOException;

    static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(SigV4.sha256().digest(bytes));
    }

    static Content of(byte[] bytes) {
        return new Content() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public String sha256() {
                return hash(bytes);
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    /** A plain file; a link is never followed. */
    static Content of(Path file) {
        return new Content() {
            @Override
            public long length() throws IOException {
                return Files.size(file);
            }

            @Override
            public String sha256() throws IOException {
                try (InputStream in = open()) {
                    MessageDigest digest = SigV4.sha256();
                    byte[] buffer = new byte[64 * 1024];
                    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                        digest.update(buffer, 0, count);
                    }
                    return HexFormat.of().formatHex(digest.digest());
                }
            }

            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
            }
        };
    }
}
