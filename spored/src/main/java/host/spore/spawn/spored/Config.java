package host.spore.spawn.spored;

import host.spore.spawn.events.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /etc/spored/config.yaml}: flat {@code key: value} lines. What cannot be understood is reported and left out,
 * never fatal: a typing error must not cost the instance its keeper.
 *
 * @param values as they stand in the file, quotes removed
 * @param problems one sentence each
 */
record Config(Map<String, String> values, List<String> problems) {
    Config {
        values = Map.copyOf(values);
        problems = List.copyOf(problems);
    }

    static Config read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (NoSuchFileException absent) {
            // An agent that was put onto an instance by hand has none, and needs none: every key has a default.
            return new Config(Map.of(), List.of());
        } catch (IOException unreadable) {
            return new Config(Map.of(), List.of(file + ": " + unreadable));
        }
    }

    static Config parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String content = line.strip();
            if (content.isEmpty() || content.startsWith("#") || content.equals("---")) {
                continue;
            }
            int colon = content.indexOf(':');
            if (colon < 1 || line.startsWith(" ") || line.startsWith("\t") || line.startsWith("-")) {
                problems.add("config.yaml line " + number + ": flat \"key: value\" lines only");
                continue;
            }
            values.put(
                    content.substring(0, colon).strip(),
                    scalar(content.substring(colon + 1).strip()));
        }
        return new Config(values, problems);
    }

    private static String scalar(String text) {
        if (text.length() >= 2 && (text.startsWith("\"") || text.startsWith("'"))) {
            int end = text.indexOf(text.charAt(0), 1);
            return end < 0 ? text : text.substring(1, end);
        }
        int comment = text.startsWith("#") ? 0 : text.indexOf(" #");
        return comment < 0 ? text : text.substring(0, comment).strip();
    }

    Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
    }

    String bus() {
        return value("bus").orElse("spawn");
    }

    Optional<String> correlationId() {
        return value("correlation_id").filter(Ids::isValid);
    }

    Optional<Instant> deadline() {
        return value("deadline").flatMap(Config::instant);
    }

    /** {@code warn_minutes} and {@code warn_seconds}: numbers with commas between, in brackets or not. */
    Warnings warnings() {
        List<Duration> leads = new ArrayList<>();
        numbers("warn_minutes").forEach(minutes -> leads.add(Duration.ofMinutes(minutes)));
        numbers("warn_seconds").forEach(seconds -> leads.add(Duration.ofSeconds(seconds)));
        return leads.isEmpty() ? Warnings.DEFAULT : Warnings.of(leads);
    }

    private List<Integer> numbers(String key) {
        List<Integer> numbers = new ArrayList<>();
        for (String part : value(key).orElse("").split("[\\[\\], ]+")) {
            if (part.matches("[1-9]\\d{0,6}")) {
                numbers.add(Integer.parseInt(part));
            }
        }
        return numbers;
    }

    /** Empty when the text is no instant: unknown. */
    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text.strip()));
        } catch (DateTimeParseException unknown) {
            // A deadline that cannot be read is unknown, and the last one known holds: see Decider.
            return Optional.empty();
        }
    }
}
