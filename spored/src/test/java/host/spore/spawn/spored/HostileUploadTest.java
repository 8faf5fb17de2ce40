package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Names of files as a job, or somebody who means harm, may give them: by the machine's own sha256sum and curl, and by the
 * agent itself, each arrives whole, under its own name and under nothing else.
 */
class HostileUploadTest {
    private static final int SMALL = 3;

    /** From where on curl is called. */
    private static final int LARGE = (1 << 20) + 1;

    @TempDir
    Path folder;

    private final List<Put> puts = new CopyOnWriteArrayList<>();
    private FakeCloud cloud;
    private HttpServer bucket;

    private record Put(String method, String rawPath, String hash, String said) {}

    static Stream<String> names() {
        return Stream.of(
                "a b",
                " a ",
                "-o",
                "--config",
                "-",
                "@file",
                "a'b",
                "a\"b",
                "a\\b",
                "a\\",
                "\"",
                "a\nb",
                "a\rb",
                "a\r\n",
                "a\tb",
                "a\u000bb",
                "\"\nurl = \"http:127.0.0.1:9\"",
                "$(touch pwned)",
                "`touch pwned`",
                "${HOME}",
                "a;b|c&d>e",
                "a#b",
                "a?b=c&d",
                "a%2fb",
                "%",
                "%00",
                "a+b",
                "[1-3]",
                "{a,b}",
                "*",
                "~",
                "...",
                "a:b",
                "http:",
                "ä\u20ac\u6f22",
                "\ud83e\uddec",
                "e\u0301",
                "\u202egnp.exe",
                "x".repeat(250));
    }

    @BeforeEach
    void serve() throws IOException {
        cloud = new FakeCloud();
        bucket = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        bucket.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            puts.add(new Put(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath()
                            + (exchange.getRequestURI().getRawQuery() == null
                                    ? ""
                                    : "?" + exchange.getRequestURI().getRawQuery()),
                    Content.hash(body),
                    exchange.getRequestHeaders().getFirst(Bucket.HASH)));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        bucket.start();
    }

    @AfterEach
    void stop() {
        bucket.stop(0);
        cloud.close();
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatItsNameIsIsWhereItArrives(String name) throws Exception {
        // Given
        assumeTrue(
                "UTF-8".equals(System.getProperty("sun.jnu.encoding")), "a locale in which a file can have any name");
        SteadyClock clock = new SteadyClock(Clock.systemUTC(), System::nanoTime);
        Aws aws = new Aws(
                new Role(MetadataService.at(cloud.url(), Duration.ofSeconds(5)), clock),
                new Endpoints(
                        Optional.of("http://127.0.0.1:" + bucket.getAddress().getPort()), "us-east-1", "amazonaws.com"),
                clock);
        FileUpload upload = new FileUpload(aws);
        String key = "instances/i-1/" + name;

        for (int size : List.of(SMALL, LARGE)) {
            Path file = Files.write(folder.resolve(name), "x".repeat(size).getBytes(StandardCharsets.UTF_8));
            puts.clear();

            // When
            upload.put(new Bucket(aws, "results"), key, file);

            // Then
            assertThat(puts).singleElement().satisfies(put -> {
                assertThat(put.method()).isEqualTo("PUT");
                assertThat(put.hash())
                        .isEqualTo(Content.hash(Files.readAllBytes(file)))
                        .isEqualTo(put.said());
                assertThat(put.rawPath()).isEqualTo("/results/" + Endpoints.encoded(key));
                assertThat(URLDecoder.decode(put.rawPath().replace("+", "%2B"), StandardCharsets.UTF_8))
                        .isEqualTo("/results/" + key);
            });
            try (Stream<Path> all = Files.list(folder)) {
                assertThat(all).containsExactly(file);
            }
        }
    }
}
