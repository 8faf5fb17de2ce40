package host.spore.spawn.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** EventBridge on this machine: remembers every request, and answers as it is told (accepting, unless told otherwise). */
final class FakeBus implements AutoCloseable {
    static final String EVENT_ID = "17793124-05d4-b198-2fde-7ededc63b103";
    private static final Answer ACCEPTED =
            new Answer(200, "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"" + EVENT_ID + "\"}]}");

    /** What came in. */
    record Request(String method, String path, Map<String, String> headers, String body) {
        JsonObject onlyEntry() {
            List<JsonObject> entries = JsonObject.parse(body).objects("Entries");
            if (entries.size() != 1) {
                throw new AssertionError("one entry was expected: " + body);
            }
            return entries.getFirst();
        }

        JsonObject detail() {
            return JsonObject.parse(onlyEntry().string("Detail"));
        }
    }

    /** What goes out. */
    record Answer(int status, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean silent;

    FakeBus() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    Request onlyRequest() {
        if (requests.size() != 1) {
            throw new AssertionError("one request was expected: " + requests);
        }
        return requests.getFirst();
    }

    /** The next request gets this; those after the last one told are accepted. */
    FakeBus answering(int status, String body) {
        synchronized (answers) {
            answers.add(new Answer(status, body));
        }
        return this;
    }

    /** Takes requests and never answers. */
    FakeBus fallingSilent() {
        silent = true;
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            if (silent) {
                closed.await();
                return;
            }
            Answer answer = next();
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            if (answer.status() / 100 == 3) {
                exchange.getResponseHeaders().set("Location", url() + "/elsewhere");
            }
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer next() {
        synchronized (answers) {
            Answer told = answers.poll();
            return told == null ? ACCEPTED : told;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
