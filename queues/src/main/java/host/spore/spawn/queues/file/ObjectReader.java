package host.spore.spawn.queues.file;

import host.spore.spawn.events.Nearest;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The members of one object of a queue file; what is wrong is collected, and reading goes on with a stand-in. */
final class ObjectReader {
    private final JsonObject object;
    private final String pointer;
    private final Problems problems;

    /** @param known keys; any other is a problem at once */
    ObjectReader(JsonObject object, String pointer, Problems problems, Set<String> known) {
        this.object = object;
        this.pointer = pointer;
        this.problems = problems;
        object.members().keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> problems.add(
                        at(key),
                        "unknown key"
                                + Nearest.to(key.toLowerCase(Locale.ROOT), known)
                                        .map(near -> "; did you mean \"" + near + "\"?")
                                        .orElse("; known are "
                                                + known.stream().sorted().collect(Collectors.joining(", ")))));
    }

    String at(String key) {
        return Problems.step(pointer, key);
    }

    /** Empty when the key is absent or null, and when its value is no text, which is a problem. */
    Optional<String> text(String key) {
        return value(key).flatMap(value -> {
            if (value instanceof Json.JsonString text) {
                return Optional.of(text.value());
            }
            return wrong(at(key), "a string", value);
        });
    }

    /** Text that must be there; {@code ""} stands in for it where it is not. */
    String required(String key, String what, UnaryOperator<String> check) {
        if (!object.has(key)) {
            problems.add(at(key), "missing: " + what);
            return "";
        }
        String text = text(key).orElse("");
        if (!text.isBlank()) {
            return parsed(key, check).orElse(text);
        }
        if (object.members().get(key) instanceof Json.JsonString) {
            problems.add(at(key), "empty: " + what);
        }
        return text;
    }

    /** A value made of text; its refusal is a problem at its place. */
    <T> Optional<T> parsed(String key, Function<String, T> type) {
        return text(key).flatMap(text -> {
            try {
                return Optional.of(type.apply(text));
            } catch (Refusal refusal) {
                problems.add(at(key), String.valueOf(refusal.getMessage()));
                return Optional.empty();
            }
        });
    }

    OptionalInt integer(String key, int min, int max) {
        Optional<Json> value = value(key);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        return integer(at(key), value.get(), min, max);
    }

    private OptionalInt integer(String where, Json value, int min, int max) {
        if (value instanceof Json.JsonNumber number) {
            try {
                int whole = number.value().intValueExact();
                if (whole >= min && whole <= max) {
                    return OptionalInt.of(whole);
                }
            } catch (ArithmeticException notWhole) {
                // Said below, as any number that is out of range.
            }
            problems.add(where, number + ": a whole number from " + min + " to " + max);
            return OptionalInt.empty();
        }
        wrong(where, "a whole number from " + min + " to " + max, value);
        return OptionalInt.empty();
    }

    List<Integer> integers(String key, int min, int max) {
        List<Integer> integers = new ArrayList<>();
        each(key, (where, item) -> integer(where, item, min, max).ifPresent(integers::add));
        return integers.stream().distinct().toList();
    }

    Optional<Json.JsonNumber> number(String key) {
        return value(key).flatMap(value -> {
            if (value instanceof Json.JsonNumber number) {
                return Optional.of(number);
            }
            return wrong(at(key), "a number", value);
        });
    }

    boolean bool(String key) {
        return value(key)
                .flatMap(value -> {
                    if (value instanceof Json.JsonBoolean truth) {
                        return Optional.of(truth.value());
                    }
                    return wrong(at(key), "true or false", value);
                })
                .orElse(false);
    }

    Optional<JsonObject> object(String key) {
        return value(key).flatMap(value -> {
            if (value instanceof JsonObject inner) {
                return Optional.of(inner);
            }
            return wrong(at(key), "an object", value);
        });
    }

    /** A visitor of an array's items. */
    @FunctionalInterface
    interface Item {
        void visit(String pointer, Json item);
    }

    void each(String key, Item visitor) {
        Optional<Json> value = value(key);
        if (value.isEmpty()) {
            return;
        }
        if (!(value.get() instanceof JsonArray array)) {
            wrong(at(key), "an array", value.get());
            return;
        }
        for (int i = 0; i < array.items().size(); i++) {
            visitor.visit(at(key) + "/" + i, array.items().get(i));
        }
    }

    List<String> texts(String key, Function<String, String> check) {
        List<String> texts = new ArrayList<>();
        each(key, (where, item) -> {
            if (!(item instanceof Json.JsonString text)) {
                wrong(where, "a string", item);
                return;
            }
            try {
                texts.add(check.apply(text.value()));
            } catch (Refusal refusal) {
                problems.add(where, String.valueOf(refusal.getMessage()));
            }
        });
        return texts;
    }

    /** Names and values; a number or a truth value is the text that was written. */
    Map<String, String> variables(String key, Function<String, String> checkName, Function<String, String> checkValue) {
        Map<String, String> variables = new LinkedHashMap<>();
        object(key)
                .ifPresent(inner -> inner.members().forEach((name, value) -> {
                    String where = Problems.step(at(key), name);
                    Optional<String> text = switch (value) {
                        case Json.JsonString string -> Optional.of(string.value());
                        case Json.JsonNumber number -> Optional.of(number.toString());
                        case Json.JsonBoolean truth -> Optional.of(truth.toString());
                        case Json.JsonNull none -> wrong(where, "a string", none);
                        case JsonObject nested -> wrong(where, "a string", nested);
                        case JsonArray nested -> wrong(where, "a string", nested);
                    };
                    try {
                        text.ifPresent(found -> variables.put(checkName.apply(name), checkValue.apply(found)));
                    } catch (Refusal refusal) {
                        problems.add(where, String.valueOf(refusal.getMessage()));
                    }
                }));
        return variables;
    }

    <E> Optional<E> word(String key, Map<String, E> words) {
        return text(key).filter(text -> !text.isEmpty()).flatMap(text -> {
            E found = words.get(text);
            if (found == null) {
                problems.add(
                        at(key),
                        "\"" + Printable.of(text) + "\": one of "
                                + words.keySet().stream().sorted().collect(Collectors.joining(", ")));
            }
            return Optional.ofNullable(found);
        });
    }

    <T> Optional<T> wrong(String where, String expected, Json value) {
        String hint = value instanceof Json.JsonNumber || value instanceof Json.JsonBoolean
                ? " (in quotes it is a string)"
                : "";
        problems.add(
                where, "expected " + expected + ", got " + value.kind() + (expected.equals("a string") ? hint : ""));
        return Optional.empty();
    }

    private Optional<Json> value(String key) {
        return Optional.ofNullable(object.members().get(key)).filter(value -> value != Json.JsonNull.NULL);
    }
}
