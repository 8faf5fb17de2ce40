package host.spore.spawn.local.cloud;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real HTTP server of this machine's, where alerts may come. */
public final class Endpoint implements AutoCloseable {
    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Integer> statuses = new ArrayList<>();

    /** What came. */
    public record Request(Map<String, String> headers, String body) {}

    /** @param statuses that it answers with in turn, the last of them ever after */
    public Endpoint(String body, Integer... statuses) {
        this.statuses.addAll(List.of(statuses));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext("/", exchange -> {
            Map<String, String> headers = new LinkedHashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
            String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(next(), answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
            requests.add(new Request(headers, text));
        });
        server.start();
    }

    private synchronized int next() {
        return statuses.size() == 1 ? statuses.getFirst() : statuses.removeFirst();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/alerts");
    }

    /** All that came. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Waits until so many have come. */
    public List<Request> await(int count) {
        Await.until(count + " requests at " + url(), Duration.ofSeconds(60), () -> requests.size() >= count);
        return requests();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
