import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Runs a command beside a local TLS endpoint that answers PutEvents as EventBridge does, after a delay:
 * {@code java TlsEndpoint.java FOLDER MILLISECONDS COMMAND…}. The build trains the AOT cache with it, the bench measures
 * with it. A file of its own, run from source, so that it needs no compiled tests and is not shipped.
 *
 * <p>The command trusts it through a trust store made in FOLDER: the JDK's own one with one certificate more, because
 * reading a hundred and fifty of them is part of what a real call costs.
 */
public final class TlsEndpoint {
    private static final String PASSWORD = "changeit";
    private static final byte[] ANSWER =
            "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"17793124-05d4-b198-2fde-7ededc63b103\"}]}"
                    .getBytes(StandardCharsets.UTF_8);

    private TlsEndpoint() {}

    public static void main(String[] args) throws IOException, InterruptedException, GeneralSecurityException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        long delayNanos = Long.parseLong(args[1]) * 1_000_000;
        Path trust = folder.resolve("trust.p12");
        Path keys = makeKeys(folder, trust);
        int exit;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
            server.setExecutor(threads);
            server.createContext("/", exchange -> answer(exchange, delayNanos));
            server.start();
            exit = run(List.of(args).subList(2, args.length), server.getAddress().getPort(), trust);
            server.stop(0);
        }
        System.exit(exit);
    }

    private static void answer(HttpExchange exchange, long delayNanos) throws IOException {
        try (exchange;
                InputStream body = exchange.getRequestBody()) {
            body.readAllBytes();
            LockSupport.parkNanos(delayNanos);
            // An unsigned request would be a measurement of something else.
            boolean signed = exchange.getRequestHeaders().containsKey("Authorization");
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(signed ? 200 : 403, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
        }
    }

    private static int run(List<String> command, int port, Path trust) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        var environment = builder.environment();
        environment.put("AWS_ENDPOINT_URL", "https://localhost:" + port);
        environment.put("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
        environment.put("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
        environment.put("SPAWN_BUS", "arn:aws:events:us-east-1:123456789012:event-bus/spawn");
        environment.put("SPAWN_DOMAIN", "spore.host");
        environment.put("SPAWN_JAVA", System.getProperty("java.home"));
        environment.merge("SPAWN_JAVA_OPTS", "-Djavax.net.ssl.trustStore=" + trust, (given, ours) -> given + " " + ours);
        return builder.start().waitFor();
    }

    private static Path makeKeys(Path folder, Path trust) throws IOException, InterruptedException {
        Path keys = folder.resolve("keys.p12");
        Path certificate = folder.resolve("certificate.pem");
        for (Path stale : List.of(keys, certificate, trust)) {
            Files.deleteIfExists(stale);
        }
        keytool("-genkeypair", "-alias", "endpoint", "-keyalg", "RSA", "-keysize", "2048", "-validity", "30",
                "-dname", "CN=localhost", "-ext", "SAN=DNS:localhost", "-keystore", keys.toString());
        keytool("-exportcert", "-rfc", "-alias", "endpoint", "-file", certificate.toString(),
                "-keystore", keys.toString());
        Files.copy(Path.of(System.getProperty("java.home"), "lib", "security", "cacerts"), trust);
        trust.toFile().setWritable(true);
        keytool("-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE", "-J-Dkeystore.pkcs12.macAlgorithm=NONE",
                "-importcert", "-noprompt", "-alias", "endpoint", "-file", certificate.toString(),
                "-keystore", trust.toString());
        return keys;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool " + arguments[0] + ": " + said);
        }
    }

    private static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
