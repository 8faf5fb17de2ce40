package host.spore.spawn.spored;

import host.spore.spawn.events.Instants;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code spored results}: one signed PUT for every plain file of a folder. Reads the request of {@link Results} from
 * standard input, answers one line, and is gone. Links are not followed: this runs as root, on a user's folder.
 */
final class ResultsCommand {
    private static final int FILES = 10_000;
    /** S3 takes no more in one PUT. */
    private static final long LARGEST = 5L << 30;

    private static final int ATTEMPTS = 3;
    private static final int READ_MILLIS = 60_000;

    private final MetadataService metadata;
    private final Optional<String> endpoint;
    private final PrintStream out;

    /** @param endpoint the environment variable {@code AWS_ENDPOINT_URL} */
    ResultsCommand(MetadataService metadata, Optional<String> endpoint, PrintStream out) {
        this.metadata = metadata;
        this.endpoint = endpoint;
        this.out = out;
    }

    void run(InputStream in) throws IOException {
        JsonObject request = JsonObject.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        Path folder = Path.of(request.string("folder"));
        List<Path> files = files(folder);
        Endpoints endpoints = new Endpoints(endpoint, request.string("region"), request.string("domain"));
        long started = System.nanoTime();
        Instant now = Instants.parse(request.string("now"));
        long bytes = 0;
        for (Path file : files) {
            String key = request.string("prefix") + folder.relativize(file);
            URI uri = endpoints.object(request.string("bucket"), key);
            Instant at = now.plusNanos(System.nanoTime() - started);
            put(file, uri, request.string("region"), at);
            bytes += Files.size(file);
        }
        out.println("stored " + files.size() + " files, " + bytes + " bytes");
        out.flush();
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    if (attributes.size() > LARGEST || files.size() == FILES) {
                        throw new IOException(
                                attributes.size() > LARGEST
                                        ? file + " is larger than 5 GB"
                                        : "more than " + FILES + " files");
                    }
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private void put(Path file, URI uri, String region, Instant now) throws IOException {
        IOException last = new IOException("not tried");
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                putOnce(file, uri, region, now);
                return;
            } catch (IOException failed) {
                last = failed;
                // Within a bound of minutes: whoever waits for the exit waits for this.
                pause(Duration.ofSeconds(attempt));
            }
        }
        throw last;
    }

    private void putOnce(Path file, URI uri, String region, Instant now) throws IOException {
        // Read anew for every file: they run out, and the service is on this machine.
        SigV4 signer = new SigV4(Credentials.ofRole(metadata), region, "s3");
        Content content = Content.of(file);
        Map<String, String> headers = Map.of("X-Amz-Content-Sha256", content.sha256());
        SignedCall.Answer answer = new SignedCall("PUT", uri, headers, content, READ_MILLIS).send(signer, now);
        if (answer.status() != 200) {
            throw new IOException(uri + " answered " + answer.status() + ": " + Printable.of(answer.text()));
        }
    }

    private static void pause(Duration wait) throws IOException {
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", ended);
        }
    }
}
