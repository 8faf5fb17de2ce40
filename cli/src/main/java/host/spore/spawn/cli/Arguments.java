package host.spore.spawn.cli;

import host.spore.spawn.events.Refusal;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/**
 * What was typed after a command. Values become types here and not while picocli parses: with
 * {@code launch --instance-typ c7i.large demo} it would take {@code c7i.large} for the name and complain of that, and
 * never come to the unknown option.
 *
 * @param parsed by picocli, strings only
 */
record Arguments(ParseResult parsed) {
    boolean has(String option) {
        return parsed.hasMatchedOption(option);
    }

    /** The option's value, its refusal headed by the option's name. */
    <T> @Nullable T optional(String option, Function<String, T> type) {
        String text = text(option);
        return text == null ? null : checked(option, () -> type.apply(text));
    }

    /** @param example what one looks like */
    <T> T required(String option, String example, Function<String, T> type) {
        T value = optional(option, type);
        if (value == null) {
            throw new Refusal(option + " is missing: for example " + option + " " + example);
        }
        return value;
    }

    List<String> all(String option) {
        return parsed.matchedOptionValue(option, List.of());
    }

    @Nullable
    String text(String option) {
        return parsed.matchedOptionValue(option, null);
    }

    /** The first positional argument, if it was given: most commands have no other. */
    @Nullable
    String positional() {
        return parsed.matchedPositionalValue(0, null);
    }

    @Nullable
    String second() {
        return parsed.matchedPositionalValue(1, null);
    }

    static <T> T checked(String heading, Supplier<T> value) {
        try {
            return value.get();
        } catch (Refusal refusal) {
            throw new Refusal(heading + " " + refusal.getMessage());
        }
    }
}
