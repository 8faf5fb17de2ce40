package host.spore.spawn.spored;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A metadata service, a bucket and a bus on one port, each of which can be made to misbehave. */
final class FakeCloud implements AutoCloseable {
    static final String INSTANCE = "i-0123456789abcdef0";

    static final String SPOT = "/latest/meta-data/spot/instance-action";
    static final String REBALANCE = "/latest/meta-data/events/recommendations/rebalance";

    /** What the real service sends with 401 and 404. */
    private static final String HTML = """
            <?xml version="1.0" encoding="iso-8859-1"?>
            <html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
             <body><h1>%d</h1></body>
            </html>
            """;

    enum Mood {
        WELL,
        HANGS,
        DRIPS,
        /** 503. */
        FAILS,
        /** Of the metadata service: 401, whatever token is shown. Of the bus: no permission, for ever. */
        REFUSES
    }

    /** One entry of a PutEvents call. */
    record Said(String source, String type, JsonObject detail) {
        String id() {
            return detail.string("id");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Supplier<String>> metadata = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final AtomicInteger tokensIssued = new AtomicInteger();
    private final Map<String, Supplier<String>> secrets = new ConcurrentHashMap<>();
    private final List<Said> said = new CopyOnWriteArrayList<>();
    private final List<String> signatures = new CopyOnWriteArrayList<>();
    private volatile Mood metadataMood = Mood.WELL;
    private volatile Mood busMood = Mood.WELL;
    private volatile @Nullable String refusedType;
    private final FakeActivity activity = new FakeActivity();
    private final Faults faults = new Faults();
    private final List<String> agents = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    FakeCloud() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
        metadata("/latest/meta-data/instance-id", INSTANCE);
        metadata(
                "/latest/dynamic/instance-identity/document",
                "{\"instanceId\":\"" + INSTANCE + "\",\"region\":\"eu-west-1\",\"accountId\":\"123456789012\"}");
        metadata("/latest/meta-data/tags/instance/Name", "demo");
        metadata("/latest/meta-data/tags/instance/spawn:correlation", "launch-1");
        metadata("/latest/meta-data/iam/security-credentials/", "spawn-instance");
        metadata(
                "/latest/meta-data/iam/security-credentials/spawn-instance",
                "{\"AccessKeyId\":\"AKIDEXAMPLE\",\"SecretAccessKey\":\"secret\",\"Token\":\"session\"}");
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void ttl(Instant deadline) {
        ttl(deadline.toString());
    }

    void ttl(String text) {
        metadata("/latest/meta-data/tags/instance/ttl", text);
    }

    void removeTtl() {
        metadata.remove("/latest/meta-data/tags/instance/ttl");
    }

    void metadata(String path, String text) {
        metadata.put(path, () -> text);
    }

    /** Made anew for every answer. */
    void metadata(String path, Supplier<String> text) {
        metadata.put(path, text);
    }

    /** How often this path was asked for and answered by a service that is well. */
    int asked(String path) {
        return asked.getOrDefault(path, new AtomicInteger()).get();
    }

    void object(String path, byte[] content) {
        objects.put(path, content);
    }

    void removeObject(String path) {
        objects.remove(path);
    }

    byte @Nullable [] object(String path) {
        return objects.get(path);
    }

    /**
     * A parameter or a secret.
     *
     * @param answer the whole answer, made anew each time
     */
    void secret(String arn, Supplier<String> answer) {
        secrets.put(arn, answer);
    }

    FakeActivity activity() {
        return activity;
    }

    Faults faults() {
        return faults;
    }

    /** Calls to AWS, as {@link Faults} names them, with whole paths. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Who has put objects. */
    List<String> agents() {
        return List.copyOf(agents);
    }

    List<String> objects() {
        return objects.keySet().stream().sorted().toList();
    }

    void spotNotice(Instant at) {
        metadata(SPOT, "{\"action\": \"terminate\", \"time\": \"" + at + "\"}");
    }

    void withdrawSpotNotice() {
        metadata.remove(SPOT);
    }

    void rebalance(Instant at) {
        metadata(REBALANCE, "{\"noticeTime\": \"" + at + "\"}");
    }

    void metadataIs(Mood mood) {
        metadataMood = mood;
    }

    void busIs(Mood mood) {
        busMood = mood;
    }

    /** Refuses entries of this type inside an answer of 200, until told otherwise. */
    void refuse(@Nullable String type) {
        refusedType = type;
    }

    void revokeTokens() {
        tokens.clear();
    }

    int tokensIssued() {
        return tokensIssued.get();
    }

    List<Said> said() {
        return List.copyOf(said);
    }

    List<Said> said(String type) {
        return said.stream().filter(entry -> entry.type().equals(type)).toList();
    }

    List<String> signatures() {
        return List.copyOf(signatures);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean isMetadata = path.startsWith("/latest/");
            switch (isMetadata ? metadataMood : busMood) {
                case HANGS -> closed.await();
                case DRIPS -> drip(exchange);
                case FAILS -> send(exchange, 503, "unavailable");
                case REFUSES -> refuse(exchange, isMetadata);
                case WELL -> {
                    if (isMetadata) {
                        metadata(exchange, path);
                        return;
                    }
                    String target = Objects.requireNonNullElse(
                            exchange.getRequestHeaders().getFirst("X-Amz-Target"), "");
                    String name = target.isEmpty()
                            ? exchange.getRequestMethod() + " " + path
                            : target.substring(target.indexOf('.') + 1);
                    requests.add(name);
                    Optional<Faults.Fault> fault = faults.next(name);
                    if (fault.isPresent() && !fault.get().afterEffect()) {
                        send(exchange, fault.get());
                    } else if (target.startsWith("AWSStepFunctions.")) {
                        states(exchange, name, body, fault);
                    } else if (exchange.getRequestMethod().equals("GET")) {
                        object(exchange, path);
                    } else if (exchange.getRequestMethod().equals("PUT")) {
                        put(exchange, path, body);
                    } else if (!Objects.requireNonNullElse(
                                    exchange.getRequestHeaders().getFirst("X-Amz-Target"), "AWSEvents")
                            .startsWith("AWSEvents")) {
                        secret(exchange, JsonObject.parse(new String(body, StandardCharsets.UTF_8)));
                    } else {
                        putEvents(exchange, new String(body, StandardCharsets.UTF_8), fault.isPresent());
                    }
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, Faults.Fault fault) throws IOException {
        if (fault.status() > 0) {
            send(exchange, fault.status(), fault.text());
        }
        // Otherwise it is closed without a word.
    }

    private void states(HttpExchange exchange, String action, byte[] body, Optional<Faults.Fault> fault)
            throws IOException, InterruptedException {
        boolean isJson =
                "application/x-amz-json-1.0".equals(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (!isJson || !Signatures.holds(exchange, body, "states")) {
            send(exchange, 403, "{\"__type\":\"InvalidSignatureException\",\"message\":\"does not match\"}");
            return;
        }
        JsonObject answer =
                activity.call(action, JsonObject.parse(new String(body, StandardCharsets.UTF_8)), objects.size());
        if (fault.isPresent()) {
            send(exchange, fault.get());
        } else {
            send(exchange, answer.has("__type") ? 400 : 200, answer.toString());
        }
    }

    private void put(HttpExchange exchange, String path, byte[] body) throws IOException {
        if (!Signatures.holds(exchange, body, "s3")) {
            send(exchange, 403, "<Error><Code>SignatureDoesNotMatch</Code><Message>no</Message></Error>");
        } else if (exchange.getRequestHeaders().containsKey("If-None-Match") && objects.containsKey(path)) {
            send(exchange, 412, "<Error><Code>PreconditionFailed</Code><Message>no</Message></Error>");
        } else {
            agents.add(Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("User-Agent"), ""));
            objects.put(path, body);
            send(exchange, 200, "");
        }
    }

    private void metadata(HttpExchange exchange, String path) throws IOException {
        if (path.equals("/latest/api/token")) {
            boolean asked = exchange.getRequestMethod().equals("PUT")
                    && exchange.getRequestHeaders().containsKey("X-aws-ec2-metadata-token-ttl-seconds");
            String token = "AQAEA/+" + tokensIssued.incrementAndGet() + "==";
            tokens.add(token);
            send(exchange, asked ? 200 : 400, asked ? token : "");
        } else if (!tokens.contains(
                Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token"), ""))) {
            send(exchange, 401, HTML.formatted(401));
        } else {
            asked.computeIfAbsent(path, none -> new AtomicInteger()).incrementAndGet();
            Supplier<String> text = metadata.get(path);
            send(exchange, text == null ? 404 : 200, text == null ? HTML.formatted(404) : text.get());
        }
    }

    private static void refuse(HttpExchange exchange, boolean isMetadata) throws IOException {
        if (isMetadata) {
            send(exchange, 401, HTML.formatted(401));
        } else {
            send(
                    exchange,
                    400,
                    "{\"__type\":\"AccessDeniedException\",\"Message\":\"not authorized to perform: events:PutEvents\"}");
        }
    }

    private void object(HttpExchange exchange, String path) throws IOException {
        byte[] content = objects.get(path);
        boolean signed = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "")
                .contains(
                        "/eu-west-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token");
        if (content == null || !signed) {
            send(exchange, content == null ? 404 : 403, "");
        } else {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        }
    }

    private void putEvents(HttpExchange exchange, String body, boolean replyIsLost) throws IOException {
        signatures.add(Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), ""));
        List<Json> answers = new ArrayList<>();
        int refused = 0;
        for (JsonObject entry : JsonObject.parse(body).objects("Entries")) {
            if (entry.string("DetailType").equals(refusedType)) {
                refused++;
                answers.add(JsonObject.builder()
                        .put("ErrorCode", "InternalFailure")
                        .put("ErrorMessage", "not now")
                        .build());
            } else {
                said.add(new Said(
                        entry.string("Source"), entry.string("DetailType"), JsonObject.parse(entry.string("Detail"))));
                answers.add(
                        JsonObject.builder().put("EventId", "e-" + said.size()).build());
            }
        }
        if (replyIsLost) {
            return;
        }
        send(
                exchange,
                200,
                JsonObject.builder()
                        .put("FailedEntryCount", refused)
                        .put("Entries", new JsonArray(answers))
                        .build()
                        .toString());
    }

    /** Each service in its own words, and only to what is signed for it. */
    private void secret(HttpExchange exchange, JsonObject request) throws IOException {
        boolean isParameter =
                "AmazonSSM.GetParameter".equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        String authorization =
                Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "");
        signatures.add(authorization);
        Supplier<String> answer = secrets.get(request.string(isParameter ? "Name" : "SecretId"));
        boolean signed = authorization.contains("/eu-west-1/" + (isParameter ? "ssm" : "secretsmanager")
                + "/aws4_request, SignedHeaders=content-type;");
        if (answer == null || !signed || (isParameter && !request.bool("WithDecryption", false))) {
            send(
                    exchange,
                    400,
                    "{\"__type\":\"com.amazonaws#" + (isParameter ? "ParameterNotFound" : "ResourceNotFoundException")
                            + "\",\"message\":\"there is none\"}");
        } else {
            String text = answer.get();
            send(exchange, text.startsWith("{\"__type\"") ? 400 : 200, text);
        }
    }

    /** A byte now and then: every read succeeds, and the answer never ends. */
    private void drip(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.sendResponseHeaders(200, 0);
        while (!closed.await(200, java.util.concurrent.TimeUnit.MILLISECONDS)) {
            exchange.getResponseBody().write('2');
            exchange.getResponseBody().flush();
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
