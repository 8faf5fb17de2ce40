package host.spore.spawn.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.local.ec2.CloudException;
import host.spore.spawn.local.ec2.Ec2Instance;
import host.spore.spawn.local.ec2.InstanceState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** What the scripts of the embedded cloud ask this host: how it is, what runs, interrupt this, crash that. */
final class ControlServer implements AutoCloseable {
    private final HttpServer server;
    private final Fleet fleet;
    private final HostContext context;

    ControlServer(int port, Fleet fleet, HostContext context) throws IOException {
        this.fleet = fleet;
        this.context = context;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private record Answer(int status, Json body) {
        static Answer error(int status, String error) {
            return new Answer(status, JsonObject.builder().put("error", error).build());
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(
                        exchange.getRequestMethod(),
                        List.of(exchange.getRequestURI().getPath().substring(1).split("/")),
                        query(exchange.getRequestURI().getQuery()));
            } catch (CloudException failed) {
                answer = Answer.error(502, String.valueOf(failed.getMessage()));
            }
            byte[] body = (answer.body() + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(String method, List<String> path, Map<String, String> query) throws IOException {
        String route =
                method + " " + path.getFirst() + (path.size() == 3 ? " " + path.get(2) : "/".repeat(path.size()));
        return switch (route) {
            case "GET health/" ->
                new Answer(
                        200,
                        JsonObject.builder()
                                .put("status", "running")
                                .put("instances", fleet.all().size())
                                .build());
            case "GET instances/" -> new Answer(200, instances());
            case "POST instances interrupt" -> interrupt(path.get(1), query.getOrDefault("seconds", "120"));
            case "POST instances crash" -> crash(path.get(1), Boolean.parseBoolean(query.get("forGood")));
            default ->
                Answer.error(
                        404,
                        method + " /" + String.join("/", path) + ": there are GET /health, GET /instances,"
                                + " POST /instances/NAME/interrupt?seconds=N, POST /instances/NAME/crash?forGood=true");
        };
    }

    private JsonArray instances() {
        List<Json> all = new ArrayList<>();
        for (SimulatedInstance instance : fleet.all()) {
            Ec2Instance seen = instance.seen();
            JsonObject.Builder object = JsonObject.builder()
                    .put("id", seen.id())
                    .put("name", seen.name())
                    .put("state", instance.announced().map(InstanceState::text).orElse("new"))
                    .put("address", seen.publicAddress().orElse(null))
                    .put("metadata", instance.metadataEndpoint().orElse(null))
                    .put(
                            "folder",
                            context.machines().folder().resolve(seen.id()).toString());
            instance.agentPid().ifPresent(pid -> object.put("pid", pid));
            all.add(object.build());
        }
        return new JsonArray(all);
    }

    private Answer interrupt(String target, String seconds) throws IOException {
        if (!seconds.matches("\\d{1,6}")) {
            return Answer.error(400, "seconds=" + seconds + ": a number of seconds, for example 120");
        }
        Optional<SimulatedInstance> found = fleet.find(target);
        if (found.isEmpty()) {
            return unknown(target);
        }
        Ec2Instance seen = found.get().seen();
        if (!seen.spot()) {
            return Answer.error(
                    409, seen.label() + " is on-demand, and EC2 interrupts spot instances only: launch it with --spot");
        }
        Instant at =
                context.clock().instant().plusSeconds(Long.parseLong(seconds)).truncatedTo(ChronoUnit.SECONDS);
        found.get().interrupt(at);
        return new Answer(
                202,
                JsonObject.builder()
                        .put("id", seen.id())
                        .put("name", seen.name())
                        .put("action", "terminate")
                        .put("time", at.toString())
                        .build());
    }

    private Answer crash(String target, boolean forGood) {
        Optional<SimulatedInstance> found = fleet.find(target);
        if (found.isEmpty()) {
            return unknown(target);
        }
        Ec2Instance seen = found.get().seen();
        if (!found.get().crash(forGood)) {
            return Answer.error(409, seen.label() + ": " + context.agentUnit() + " does not run there");
        }
        context.log().say(seen.label(), context.agentUnit() + " killed" + (forGood ? " for good" : ""));
        return new Answer(
                202,
                JsonObject.builder()
                        .put("id", seen.id())
                        .put("name", seen.name())
                        .put("killed", context.agentUnit())
                        .put("forGood", forGood)
                        .build());
    }

    private Answer unknown(String target) {
        List<String> names =
                fleet.all().stream().map(instance -> instance.seen().label()).toList();
        return Answer.error(
                404,
                "no instance \"" + target + "\" here; there "
                        + (names.isEmpty() ? "is none" : "are " + String.join(", ", names)));
    }

    private static Map<String, String> query(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query != null) {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                parameters.put(
                        equals < 0 ? pair : pair.substring(0, equals),
                        equals < 0 ? "true" : pair.substring(equals + 1));
            }
        }
        return parameters;
    }
}
