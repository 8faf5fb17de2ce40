package host.spore.spawn.spored;

import host.spore.spawn.events.Printable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Small files go from this process, large ones by {@code sha256sum} and {@code curl}: the VM that keeps the agent small
 * interprets, and hashes and encrypts 1 MB a second. The bootstrap sees to it that there is a curl; where there is none, this
 * process does it all the same.
 */
final class FileUpload implements Upload {
    private static final long LARGE = 1 << 20;
    private static final int CONNECT_SECONDS = 5;
    /** As long as nothing at all gets through. */
    private static final int STALLED_SECONDS = 60;

    private final Aws aws;
    private final List<String> hash;
    private final List<String> curl;

    FileUpload(Aws aws) {
        this(aws, List.of("sha256sum"), List.of("curl"));
    }

    /** @param hash and {@code curl}: the programs */
    FileUpload(Aws aws, List<String> hash, List<String> curl) {
        this.aws = aws;
        this.hash = hash;
        this.curl = curl;
    }

    @Override
    public void put(Bucket bucket, String key, Path file) throws IOException, InterruptedException {
        if (Files.size(file) < LARGE || !putByCurl(bucket, key, file)) {
            bucket.put(key, Content.of(file));
        }
    }

    /** False where these programs are not to be had. */
    private boolean putByCurl(Bucket bucket, String key, Path file) throws IOException, InterruptedException {
        Process hashing;
        try {
            hashing = new ProcessBuilder(with(hash, "-b", "--", file.toString()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException none) {
            return false;
        }
        String line = new String(hashing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // A name with a backslash or a newline makes it begin its line with a backslash.
        String digest = line.startsWith("\\") ? line.substring(1) : line;
        if (hashing.waitFor() != 0 || digest.length() < 64) {
            throw new IOException(file + " cannot be read");
        }
        digest = digest.substring(0, 64);
        URI uri = aws.endpoints().object(bucket.name(), key);
        Map<String, String> headers = new TreeMap<>(aws.sign("s3", "PUT", uri, Map.of(Bucket.HASH, digest), digest));
        // It would wait for a second for a leave that not every server gives.
        headers.put("Expect", "");
        return curl(uri, headers, file);
    }

    private boolean curl(URI uri, Map<String, String> headers, Path file) throws IOException, InterruptedException {
        StringBuilder config = new StringBuilder("url = \"" + uri.toASCIIString() + "\"\n");
        headers.forEach((name, value) -> config.append("header = \"")
                .append(name)
                .append(value.isEmpty() ? ":" : ": ")
                .append(value)
                .append("\"\n"));
        config.append("upload-file = \"")
                .append(file.toString()
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n"))
                .append("\"\n");
        Process sending;
        try {
            // What it is to do comes by its input: the list of processes would show the login.
            sending = new ProcessBuilder(with(
                            curl,
                            "--disable",
                            "--silent",
                            "--show-error",
                            "--noproxy",
                            "*",
                            "--globoff",
                            "--http1.1",
                            "--connect-timeout",
                            Integer.toString(CONNECT_SECONDS),
                            "--speed-limit",
                            "1",
                            "--speed-time",
                            Integer.toString(STALLED_SECONDS),
                            "--write-out",
                            "\n%{http_code}",
                            "--config",
                            "-"))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException none) {
            return false;
        }
        try (var in = sending.getOutputStream()) {
            in.write(config.toString().getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(sending.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = sending.waitFor();
        int status = status(said);
        if (code != 0 || status != 200) {
            String words = said.substring(0, Math.max(0, said.lastIndexOf('\n')));
            if (status >= 300) {
                throw aws.refusal(new SignedCall.Answer(status, "", words));
            }
            throw new IOException("curl ended with " + code + ": " + Printable.of(words));
        }
        return true;
    }

    private static int status(String said) {
        try {
            return Integer.parseInt(said.substring(said.lastIndexOf('\n') + 1));
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    private static List<String> with(List<String> program, String... arguments) {
        List<String> line = new java.util.ArrayList<>(program);
        line.addAll(List.of(arguments));
        return line;
    }
}
