package host.spore.spawn.functions.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With adversaries: a name that changes its address, a server that leads elsewhere, one that never comes to an end. */
class PublicWebTest {
    private static final PublicWeb.Bounds BOUNDS = new PublicWeb.Bounds(Duration.ofSeconds(5), Duration.ofSeconds(20));
    private static final PublicWeb.Bounds IMPATIENT =
            new PublicWeb.Bounds(Duration.ofMillis(300), Duration.ofMillis(300));
    private static final String PUBLIC = "1.1.1.1";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    static Path folder;

    @SuppressWarnings("NullAway.Init") // before all
    private static SSLContext tls;

    private final List<String> looked = new ArrayList<>();
    private final List<InetSocketAddress> wired = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    /** A certificate for alerts.example.org that only this test trusts. */
    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=alerts.example.org",
                        "-ext",
                        "SAN=dns:alerts.example.org",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", keys.getCertificate("a"));
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, "changeit".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    }

    @AfterEach
    void closeServers() throws Exception {
        for (AutoCloseable server : open) {
            server.close();
        }
    }

    /** Answers {@code status}, and notes the Host header of what it hears. */
    private int server(boolean secure, int status, Map<String, String> headers) throws IOException {
        HttpServer server;
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (secure) {
            HttpsServer https = HttpsServer.create(here, 0);
            https.setHttpsConfigurator(new HttpsConfigurator(tls));
            server = https;
        } else {
            server = HttpServer.create(here, 0);
        }
        server.createContext("/", exchange -> {
            heard.add(exchange.getRequestHeaders().getFirst("Host") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] body = "said".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        open.add(() -> server.stop(0));
        return server.getAddress().getPort();
    }

    /** Names resolve to these in turn, and what is meant for any address ends at the port of this machine. */
    private PublicWeb web(int port, PublicWeb.Bounds bounds, Set<String> trials, String... addresses) {
        return new PublicWeb(
                host -> {
                    looked.add(host);
                    return List.of(InetAddress.getByName(addresses[Math.min(looked.size(), addresses.length) - 1]));
                },
                (to, within) -> {
                    wired.add(to);
                    Socket socket = new Socket();
                    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                    return socket;
                },
                tls.getSocketFactory(),
                trials,
                bounds);
    }

    @Test
    void theNamesOwnServerIsSpokenToAtTheAddressThatWasLookedAt() throws Exception {
        // Given
        int port = server(true, 200, Map.of());

        // When
        Web.Answer answer = web(port, BOUNDS, Set.of(), PUBLIC)
                .post(URI.create("https://alerts.example.org/in?a=b"), Map.of(), "{}");

        // Then
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Web.Answer.Replied.class,
                        replied -> assertThat(replied.status()).isEqualTo(200));
        assertThat(heard).containsExactly("alerts.example.org {}");
        assertThat(wired).containsExactly(new InetSocketAddress(InetAddress.getByName(PUBLIC), 443));
    }

    /** Public when it is looked at, and the metadata service a moment later: it is asked once, and that counts. */
    @Test
    void aNameThatChangesItsAddressChangesNothing() throws Exception {
        // Given
        int port = server(true, 200, Map.of());

        // When
        web(port, BOUNDS, Set.of(), PUBLIC, "169.254.169.254", "127.0.0.1")
                .post(URI.create("https://alerts.example.org/"), Map.of(), "{}");

        // Then
        assertThat(looked).containsExactly("alerts.example.org");
        assertThat(wired).extracting(InetSocketAddress::getAddress).containsExactly(InetAddress.getByName(PUBLIC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "127.0.0.1", "10.1.2.3", "::1", "fd00:ec2::254", "64:ff9b::7f00:1"})
    void aNameOfAnAddressWithinIsNotReached(String address) throws Exception {
        // Given
        int port = server(true, 200, Map.of());

        // When
        Web.Answer answer =
                web(port, BOUNDS, Set.of(), address).post(URI.create("https://alerts.example.org/"), Map.of(), "{}");

        // Then
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Web.Answer.NotAllowed.class,
                        refused -> assertThat(refused.reason())
                                .contains("alerts.example.org has the address", "not one of the public internet"));
        assertThat(wired).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void oneAddressWithinIsOneTooMany() throws Exception {
        // Given
        PublicWeb web = new PublicWeb(
                host -> List.of(InetAddress.getByName(PUBLIC), InetAddress.getByName("10.0.0.1")),
                (to, within) -> {
                    throw new IOException("connected to " + to);
                },
                tls.getSocketFactory(),
                Set.of(),
                BOUNDS);

        // When, Then
        assertThat(web.post(URI.create("https://alerts.example.org/"), Map.of(), "{}"))
                .isInstanceOf(Web.Answer.NotAllowed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://[::ffff:169.254.169.254]/",
                "https://169.254.169.254/latest/meta-data/",
                "https://2130706433/",
                "https://0/",
            })
    void anAddressInPlaceOfANameIsLookedAtLikeAny(String url) {
        // Given: with the real look-up
        PublicWeb web = new PublicWeb(
                host -> List.of(InetAddress.getAllByName(host)),
                (to, within) -> {
                    throw new AssertionError("connected to " + to);
                },
                tls.getSocketFactory(),
                Set.of(),
                BOUNDS);

        // When: some spellings are no host at all to Java, or none that resolves
        Object came;
        try {
            came = web.post(URI.create(url), Map.of(), "{}");
        } catch (NotReachedException unknown) {
            came = unknown;
        }

        // Then
        assertThat(came).isInstanceOfAny(Web.Answer.NotAllowed.class, NotReachedException.class);
    }

    /** To the metadata service, say. */
    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsAnAnswerAndNobodyGoesThere(int status) throws Exception {
        // Given
        int elsewhere = server(false, 200, Map.of());
        int port = server(true, status, Map.of("Location", "http://127.0.0.1:" + elsewhere + "/latest/meta-data/"));

        // When
        Web.Answer answer =
                web(port, BOUNDS, Set.of(), PUBLIC).post(URI.create("https://alerts.example.org/"), Map.of(), "{}");

        // Then
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Web.Answer.Replied.class,
                        replied -> assertThat(replied.status()).isEqualTo(status));
        assertThat(heard).hasSize(1);
    }

    @Test
    void aCertificateOfAnotherNameIsNone() throws Exception {
        // Given
        int port = server(true, 200, Map.of());

        // When, Then
        assertThatThrownBy(() -> web(port, BOUNDS, Set.of(), PUBLIC)
                        .post(URI.create("https://other.example.org/secret"), Map.of(), "{}"))
                .isInstanceOf(NotReachedException.class)
                .hasMessageContaining("other.example.org")
                .hasMessageNotContaining("secret");
        assertThat(heard).isEmpty();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsNone() throws Exception {
        // Given: the usual trust
        int port = server(true, 200, Map.of());
        PublicWeb web = new PublicWeb(
                host -> List.of(InetAddress.getByName(PUBLIC)),
                (to, within) -> new Socket(InetAddress.getLoopbackAddress(), port),
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                Set.of(),
                BOUNDS);

        // When, Then
        assertThatThrownBy(() -> web.post(URI.create("https://alerts.example.org/"), Map.of(), "{}"))
                .isInstanceOf(NotReachedException.class);
        assertThat(heard).isEmpty();
    }

    /** Of the public internet, too: what is sent must not be read, nor answered by somebody else. */
    @Test
    void plainHttpIsNotSpoken() throws Exception {
        // Given
        int port = server(false, 200, Map.of());

        // When
        Web.Answer answer =
                web(port, BOUNDS, Set.of(), PUBLIC).post(URI.create("http://alerts.example.org/"), Map.of(), "{}");

        // Then
        assertThat(answer).isInstanceOf(Web.Answer.NotAllowed.class);
        assertThat(heard).isEmpty();
    }

    @Test
    void aTrialOriginIsReachedAndNoOther() throws Exception {
        // Given
        int port = server(false, 200, Map.of());
        PublicWeb web = web(port, BOUNDS, Set.of("http://127.0.0.1:" + port), "127.0.0.1");

        // When, Then
        assertThat(web.post(URI.create("http://127.0.0.1:" + port + "/"), Map.of(), "{}"))
                .isInstanceOf(Web.Answer.Replied.class);
        assertThat(web.post(URI.create("http://127.0.0.1:" + (port - 1) + "/"), Map.of(), "{}"))
                .isInstanceOf(Web.Answer.NotAllowed.class);
        assertThat(web.post(URI.create("http://127.0.0.1.example.org:" + port + "/"), Map.of(), "{}"))
                .isInstanceOf(Web.Answer.NotAllowed.class);
    }

    @Test
    void whoNeverAnswersIsLeft() throws Exception {
        // Given: it takes connections and says nothing
        ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        open.add(mute);

        // When, Then
        assertThatThrownBy(() -> web(mute.getLocalPort(), IMPATIENT, Set.of(), PUBLIC)
                        .post(URI.create("https://alerts.example.org/"), Map.of(), "{}"))
                .isInstanceOf(NotReachedException.class);
    }

    @Test
    void whoseNameNobodyAnswersForIsLeft() {
        // Given
        PublicWeb web = new PublicWeb(
                host -> {
                    throw new UnknownHostException(host);
                },
                (to, within) -> {
                    throw new AssertionError("connected to " + to);
                },
                tls.getSocketFactory(),
                Set.of(),
                BOUNDS);

        // When, Then
        assertThatThrownBy(() -> web.post(URI.create("https://nowhere.example.org/a-secret"), Map.of(), "{}"))
                .isInstanceOf(NotReachedException.class)
                .hasMessage("nowhere.example.org was not reached: UnknownHostException");
    }

    @Test
    void anAnswerWithoutAnEndIsLeftAtItsBeginning() throws Exception {
        // Given: what it says goes on for as long as somebody listens
        ServerSocket chatter = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        open.add(chatter);
        Thread.ofVirtual().start(() -> {
            try (Socket socket = chatter.accept()) {
                socket.getOutputStream()
                        .write("HTTP/1.1 500 no\r\n\r\nwhy\u001b[31m\n".getBytes(StandardCharsets.UTF_8));
                while (true) {
                    socket.getOutputStream().write("more".getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException hungUp) {
                heard.add("hung up");
            }
        });

        // When
        Web.Answer answer = web(chatter.getLocalPort(), BOUNDS, Set.of("http://alerts.example.org"), "127.0.0.1")
                .post(URI.create("http://alerts.example.org/"), Map.of(), "{}");

        // Then
        assertThat(answer).isInstanceOfSatisfying(Web.Answer.Replied.class, replied -> {
            assertThat(replied.status()).isEqualTo(500);
            assertThat(replied.beginning()).startsWith("why?[31m").hasSizeLessThan(202);
        });
    }

    @Test
    void aHeaderOfTwoLinesIsNone() {
        assertThatThrownBy(() -> web(1, BOUNDS, Set.of(), PUBLIC)
                        .post(URI.create("https://alerts.example.org/"), Map.of("X", "a\r\nY: b"), "{}"))
                .isInstanceOf(RuntimeException.class);
        assertThat(Objects.requireNonNull(heard)).isEmpty();
    }
}
