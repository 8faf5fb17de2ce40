package host.spore.spawn.testevents;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One event as EventBridge delivers it.
 *
 * @param path folder and name, for example {@code ec2/running}
 * @param event the whole event
 */
public record Sample(String path, JsonObject event) {
    /** By its path, for example {@code agent/AgentStarted}. */
    public static Sample of(String path) {
        return all().stream()
                .filter(sample -> sample.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no sample " + path));
    }

    /** Every sample there is, sorted by path. */
    public static List<Sample> all() {
        return files().entrySet().stream()
                .filter(file -> !file.getKey().equals("rules"))
                .map(file -> new Sample(file.getKey(), file.getValue()))
                .sorted((one, other) -> one.path().compareTo(other.path()))
                .toList();
    }

    public String detailType() {
        return event.string("detail-type");
    }

    public JsonObject detail() {
        return event.object("detail");
    }

    /** Whether {@code rules.json} says that this rule must take this event; {@code (none)} takes what no rule may. */
    public boolean belongsTo(String rule) {
        String folder = path.substring(0, path.indexOf('/'));
        return rules().array(rule).stream()
                .map(pattern -> ((Json.JsonString) pattern).value())
                .anyMatch(pattern -> pattern.equals(path) || pattern.equals(folder + "/*"));
    }

    /** The names of the rules that {@code rules.json} knows, {@code (none)} left out. */
    public static List<String> ruleNames() {
        return rules().members().keySet().stream()
                .filter(rule -> !rule.equals("(none)"))
                .toList();
    }

    private static JsonObject rules() {
        return Objects.requireNonNull(files().get("rules"), "test-events/rules.json");
    }

    private static Map<String, JsonObject> files() {
        try {
            URI root = Objects.requireNonNull(Sample.class.getResource("/test-events/rules.json"))
                    .toURI();
            if (!root.getScheme().equals("jar")) {
                return read(Objects.requireNonNull(Path.of(root).getParent()));
            }
            try (FileSystem jar = FileSystems.newFileSystem(root, Map.of())) {
                return read(jar.getPath("/test-events"));
            }
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("the class loader made a bad address", impossible);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the samples cannot be read", unreadable);
        }
    }

    private static Map<String, JsonObject> read(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .collect(java.util.stream.Collectors.toMap(
                            file -> root.relativize(file).toString().replaceFirst("\\.json$", ""), Sample::parse));
        }
    }

    private static JsonObject parse(Path file) {
        try {
            return JsonObject.parse(Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file.toString(), unreadable);
        }
    }
}
