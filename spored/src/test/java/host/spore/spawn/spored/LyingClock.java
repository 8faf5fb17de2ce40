package host.spore.spawn.spored;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Stands before a metadata service and changes the Date of its answers; the JDK's server lets nobody set that. */
final class LyingClock implements AutoCloseable {
    private static final DateTimeFormatter HTTP = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final URI service;
    private final Supplier<Duration> off;

    /** @param off by how much, asked for every answer */
    LyingClock(String service, Supplier<Duration> off) throws IOException {
        this.service = URI.create(service);
        this.off = off;
        threads.execute(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket caller = listening.accept();
                threads.execute(() -> pass(caller));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void pass(Socket caller) {
        try (caller;
                Socket behind = new Socket(service.getHost(), service.getPort())) {
            behind.getOutputStream().write(head(caller.getInputStream()));
            String answer = new String(behind.getInputStream().readAllBytes(), ISO_8859_1);
            String lie = HTTP.format(Instant.now().plus(off.get()));
            caller.getOutputStream()
                    .write(answer.replaceFirst("Date: [^\\r]*", "Date: " + lie).getBytes(ISO_8859_1));
        } catch (IOException gone) {
            // The agent gives up after two seconds, as it should; its journal tells.
            return;
        }
    }

    /** None of the requests has a body. */
    private static byte[] head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("broken off");
            }
            head.write(next);
        }
        return head.toByteArray();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }
}
