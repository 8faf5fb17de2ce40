package host.spore.spawn.functions.lambda;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Configuration. What is missing or wrong fails the function's start with the variable's name, not its first event. */
public final class Environment {
    private final Map<String, String> variables;

    public Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    public static Environment ofProcess() {
        return new Environment(System.getenv());
    }

    public String required(String name) {
        return optional(name)
                .orElseThrow(() -> new IllegalStateException("environment variable " + name + " is not set"));
    }

    /** An empty variable is none: templates can leave a value empty more easily than absent. */
    public Optional<String> optional(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    public int positive(String name, int absent) {
        Optional<String> text = optional(name);
        if (text.isEmpty()) {
            return absent;
        }
        try {
            int value = Integer.parseInt(text.get());
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw new IllegalStateException(wrongNumber(name, text.get()), notANumber);
        }
        throw new IllegalStateException(wrongNumber(name, text.get()));
    }

    /** Separated by commas; none when absent. */
    public List<String> list(String name) {
        return optional(name).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private static String wrongNumber(String name, String text) {
        return "environment variable " + name + " is \"" + text + "\": a whole number above 0";
    }
}
