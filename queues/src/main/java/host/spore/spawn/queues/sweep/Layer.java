package host.spore.spawn.queues.sweep;

import host.spore.spawn.events.Nearest;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.file.Problem;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What one object of a file says, its keys understood: known ones in their one spelling, parameters with {@link #PARAMETER}
 * before them.
 *
 * @param values by key
 */
record Layer(Map<String, Layer.Given> values) {
    static final String PARAMETER = "param:";

    static final Layer EMPTY = new Layer(Map.of());

    /** A shell's word; and what the variable {@code PARAM_…} and the tag {@code spawn:param:…} can be called. */
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

    /** A word so short is near to everything. */
    private static final int SHORT = 5;

    private static final int LONG = 9;

    /**
     * A value, and where it stands.
     *
     * @param value not null
     * @param pointer for problems
     */
    record Given(Json value, String pointer) {}

    Layer {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static Layer of(JsonObject object, String pointer, List<Problem> problems) {
        Map<String, Given> values = new LinkedHashMap<>();
        object.members().forEach((word, value) -> {
            String where = pointer + "/" + word.replace("~", "~0").replace("/", "~1");
            Optional<String> key = key(word, where, problems);
            if (key.isEmpty() || value == Json.JsonNull.NULL) {
                return;
            }
            if (values.put(key.get(), new Given(value, where)) != null) {
                problems.add(new Problem(where, "says again what \"" + key.get() + "\" says; give one of them"));
            }
        });
        return new Layer(values);
    }

    /** What is said here wins; pairs are taken one by one. */
    Layer over(Layer below) {
        Map<String, Given> merged = new LinkedHashMap<>(below.values);
        values.forEach((key, given) -> merged.merge(key, given, Layer::over));
        return new Layer(merged);
    }

    private static Given over(Given below, Given above) {
        if (below.value() instanceof JsonObject low && above.value() instanceof JsonObject high) {
            return new Given(JsonObject.builder().putAll(low).putAll(high).build(), above.pointer());
        }
        return above;
    }

    private static Optional<String> key(String word, String where, List<Problem> problems) {
        Optional<RowKey> known = RowKey.of(word);
        if (known.isPresent()) {
            return known.map(RowKey::word);
        }
        boolean isEscaped = word.startsWith(PARAMETER);
        String name = isEscaped ? word.substring(PARAMETER.length()) : word;
        Optional<String> wrong = isEscaped ? Optional.empty() : mistaken(word);
        if (wrong.isEmpty() && !IDENTIFIER.matcher(name).matches()) {
            wrong = Optional.of(
                    "a parameter's name is a letter or _, then letters, digits and _, at most 100; it becomes"
                            + " the variable PARAM_… and the tag spawn:param:…");
        }
        wrong.ifPresent(what -> problems.add(new Problem(where, what)));
        return wrong.isPresent() ? Optional.empty() : Optional.of(PARAMETER + name);
    }

    private static Optional<String> mistaken(String word) {
        String plain = word.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
        String escape = "; a parameter that is really called so is \"" + PARAMETER + Printable.of(plain) + "\"";
        Optional<String> notHad = RowKey.notHad(plain);
        if (notHad.isPresent()) {
            return notHad.map(why -> "spawn has no such key: " + why + escape);
        }
        Optional<String> meant = RowKey.meant(plain);
        if (meant.isPresent()) {
            return meant.map(right -> (right.startsWith("--")
                            ? "it is of the sweep and not of a row: give the option " + right
                            : "did you mean \"" + right + "\"?")
                    + escape);
        }
        if (RowKey.of(plain).isPresent()) {
            return RowKey.of(plain).map(right -> "did you mean \"" + right.word() + "\"?" + escape);
        }
        return near(plain, RowKey.words()).map(right -> "did you mean \"" + right + "\"?" + escape);
    }

    private static Optional<String> near(String word, Collection<String> known) {
        if (word.length() < SHORT) {
            return Optional.empty();
        }
        // Sorted, so that the same slip is always answered in the same way.
        return Nearest.to(word, new TreeSet<>(known), word.length() < LONG ? 1 : 2);
    }
}
