package host.spore.spawn.queues.sweep;

import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.file.Problem;
import host.spore.spawn.queues.file.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads files of sweeps: {@code defaults}, {@code params}, row by row, and {@code grid}, of which every combination is a row. */
public final class SweepFile {
    /** Beyond this a file is a strain on whoever reads it. */
    public static final int MAX_BYTES = 16_000_000;

    /** What a distributed Map was seen to take in one run, and what a person can still look through. */
    public static final int MAX_ROWS = 10_000;

    private static final String DEFAULTS = "defaults";
    private static final String GRID = "grid";
    private static final String PARAMS = "params";
    private static final Set<String> KEYS = Set.of(DEFAULTS, GRID, PARAMS);

    private SweepFile() {}

    /** What a file turned out to be. */
    public sealed interface Reading {}

    /**
     * @param rows in order; each command's id is that of the sweep's first run
     * @param notes on what was passed over
     */
    public record Understood(List<LaunchInstance> rows, List<Problem> notes) implements Reading {}

    /** @param problems all of them */
    public record Wrong(List<Problem> problems) implements Reading {}

    /**
     * What a file says, as JSON says it.
     *
     * @param name of the file: {@code .yaml}, {@code .yml} and {@code .csv} are what they say, anything else is JSON
     * @param problems that only a table can have
     * @throws JsonException with where it is none of these
     */
    public static Json tree(String text, String name, List<Problem> problems) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".csv")) {
            return Csv.parse(text, problems);
        }
        return lower.endsWith(".yaml") || lower.endsWith(".yml") ? Yaml.parse(text, Yaml.AS_WRITTEN) : Json.parse(text);
    }

    /**
     * What is said beside a file, put over its defaults: so a row wins over it, and it over the file's own defaults.
     *
     * @param options by the words of {@link RowKey}
     */
    public static JsonObject with(JsonObject file, JsonObject options) {
        if (options.members().isEmpty() || (file.has(DEFAULTS) && !isObject(file, DEFAULTS))) {
            // No object: the check says so.
            return file;
        }
        Map<String, Json> defaults = new LinkedHashMap<>();
        if (isObject(file, DEFAULTS)) {
            file.object(DEFAULTS).members().forEach((word, value) -> {
                String key = RowKey.of(word).map(RowKey::word).orElse(word);
                Json given = options.members().get(key);
                if (given == null) {
                    defaults.put(word, value);
                } else if (given instanceof JsonObject && value instanceof JsonObject) {
                    defaults.put(key, value);
                }
            });
        }
        options.members()
                .forEach((word, value) -> defaults.merge(
                        word,
                        value,
                        (below, above) -> below instanceof JsonObject low && above instanceof JsonObject high
                                ? JsonObject.builder().putAll(low).putAll(high).build()
                                : above));
        return JsonObject.builder()
                .putAll(file)
                .put(DEFAULTS, new JsonObject(defaults))
                .build();
    }

    private static boolean isObject(JsonObject of, String key) {
        return of.members().get(key) instanceof JsonObject;
    }

    /** As a file, of a tree. */
    public static Reading read(Json value, Setting setting) {
        if (!(value instanceof JsonObject file)) {
            return new Wrong(
                    List.of(new Problem("", "expected an object with params, grid or both, got " + value.kind())));
        }
        Set<Problem> problems = new LinkedHashSet<>();
        List<Problem> notes = new ArrayList<>();
        unknown(file, problems, notes);
        List<Problem> found = new ArrayList<>();
        Layer defaults = object(file, DEFAULTS, found)
                .map(object -> Layer.of(object, "/" + DEFAULTS, found))
                .orElse(Layer.EMPTY);
        List<Layer> layers = new ArrayList<>(params(file, found));
        grid(file, layers.size(), found).ifPresent(layers::addAll);
        problems.addAll(found);
        if (layers.isEmpty() && problems.isEmpty()) {
            problems.add(
                    new Problem("", "no rows: give \"params\", an array of objects, or \"grid\", an object of arrays"));
        }
        if (layers.size() > MAX_ROWS) {
            return new Wrong(List.of(
                    new Problem("", layers.size() + " rows; at most " + MAX_ROWS + ": make it several sweeps")));
        }
        List<LaunchInstance> rows = new SweepRows(setting, layers.size(), problems).of(defaults, layers);
        return problems.isEmpty() ? new Understood(rows, notes) : new Wrong(List.copyOf(problems));
    }

    private static void unknown(JsonObject file, Set<Problem> problems, List<Problem> notes) {
        file.members().keySet().stream().filter(key -> !KEYS.contains(key)).forEach(key -> {
            String where = "/" + Printable.of(key).replace("~", "~0").replace("/", "~1");
            String plain = key.toLowerCase(Locale.ROOT).replace('-', '_');
            Optional<String> meant = RowKey.of(plain).map(RowKey::word).or(() -> RowKey.meant(plain));
            if (KEYS.contains(plain)) {
                problems.add(new Problem(where, "did you mean \"" + plain + "\"?"));
            } else if (meant.isPresent()) {
                problems.add(new Problem(
                        where,
                        meant.get().startsWith("--")
                                ? "not of a file: give the option " + meant.get()
                                : "says nothing here: put \"" + meant.get() + "\" into \"defaults\""));
            } else {
                notes.add(new Problem(where, "unknown, and passed over; a file has defaults, grid and params"));
            }
        });
    }

    private static Optional<JsonObject> object(JsonObject file, String key, List<Problem> problems) {
        Json value = file.members().get(key);
        if (value == null || value == Json.JsonNull.NULL) {
            return Optional.empty();
        }
        if (value instanceof JsonObject object) {
            return Optional.of(object);
        }
        problems.add(new Problem("/" + key, "expected an object, got " + value.kind()));
        return Optional.empty();
    }

    private static List<Layer> params(JsonObject file, List<Problem> problems) {
        Json value = file.members().get(PARAMS);
        if (value == null || value == Json.JsonNull.NULL) {
            return List.of();
        }
        if (!(value instanceof JsonArray array)) {
            problems.add(new Problem("/" + PARAMS, "expected an array of objects, got " + value.kind()));
            return List.of();
        }
        List<Layer> rows = new ArrayList<>();
        for (Json item : array.items()) {
            String where = "/" + PARAMS + "/" + rows.size();
            if (item instanceof JsonObject row) {
                rows.add(Layer.of(row, where, problems));
            } else {
                problems.add(new Problem(where, "expected an object, got " + item.kind()));
                // Keeps the places of the others, which problems point to.
                rows.add(Layer.EMPTY);
            }
        }
        return rows;
    }

    /** Every combination; the last of the sorted keys changes fastest. */
    private static Optional<List<Layer>> grid(JsonObject file, int before, List<Problem> problems) {
        Optional<JsonObject> grid =
                object(file, GRID, problems).filter(given -> !given.members().isEmpty());
        if (grid.isEmpty()) {
            return Optional.empty();
        }
        Map<String, JsonArray> axes = new TreeMap<>();
        long count = 1;
        for (Map.Entry<String, Json> axis : grid.get().members().entrySet()) {
            if (axis.getValue() instanceof JsonArray values && !values.items().isEmpty()) {
                axes.put(axis.getKey(), values);
                count = Math.min(count * values.items().size(), Integer.MAX_VALUE);
            } else {
                problems.add(new Problem(
                        "/" + GRID + "/" + axis.getKey().replace("~", "~0").replace("/", "~1"),
                        "expected an array of at least one value, got "
                                + (axis.getValue() instanceof JsonArray
                                        ? "an empty one"
                                        : axis.getValue().kind())));
            }
        }
        if (before + count > MAX_ROWS) {
            problems.add(new Problem(
                    "/" + GRID,
                    (before + count) + " rows with its combinations; at most " + MAX_ROWS + ": give fewer values"));
            return Optional.empty();
        }
        // The keys are understood once and not once per combination, so that a wrong one is told once.
        List<Map<String, Layer.Given>> rows = new ArrayList<>(List.of(Map.of()));
        for (Map.Entry<String, JsonArray> axis : axes.entrySet()) {
            List<Map<String, Layer.Given>> longer = new ArrayList<>();
            Layer key = Layer.of(
                    JsonObject.builder().put(axis.getKey(), Json.of(true)).build(), "/" + GRID, problems);
            for (Map<String, Layer.Given> row : rows) {
                for (int i = 0; i < axis.getValue().items().size(); i++) {
                    longer.add(extended(row, key, axis.getValue().items().get(i), i));
                }
            }
            rows = longer;
        }
        return Optional.of(rows.stream().map(Layer::new).toList());
    }

    private static Map<String, Layer.Given> extended(
            Map<String, Layer.Given> row, Layer key, Json value, int position) {
        Map<String, Layer.Given> longer = new LinkedHashMap<>(row);
        if (value != Json.JsonNull.NULL) {
            key.values()
                    .forEach((word, given) ->
                            longer.put(word, new Layer.Given(value, given.pointer() + "/" + position)));
        }
        return longer;
    }
}
