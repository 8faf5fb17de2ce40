package host.spore.spawn.spored;

import host.spore.spawn.events.Instants;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.SpawnDuration;
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
import java.util.StringTokenizer;

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
        for (String line : text.split("\n", -1)) {
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
            String key = content.substring(0, colon).strip();
            String value = scalar(content.substring(colon + 1).strip());
            problem(key, value).ifPresent(problems::add);
            values.put(key, value);
        }
        return new Config(values, problems);
    }

    private static Optional<String> problem(String name, String value) {
        Optional<Key> key = Key.of(name);
        if (key.isEmpty() || value.isEmpty()) {
            return key.isEmpty() ? Optional.of("config.yaml: " + Key.unknown(name)) : Optional.empty();
        }
        try {
            key.get().check(value);
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of("config.yaml: " + name + " " + refusal.getMessage() + "; left out");
        }
    }

    private static String scalar(String text) {
        if (text.length() >= 2 && (text.startsWith("\"") || text.startsWith("'"))) {
            int end = text.indexOf(text.charAt(0), 1);
            return end < 0 ? text : text.substring(1, end);
        }
        int comment = text.startsWith("#") ? 0 : text.indexOf(" #");
        return comment < 0 ? text : text.substring(0, comment).strip();
    }

    /** Empty when there is none, or one that its key does not allow. */
    Optional<String> value(Key key) {
        String value = values.get(key.key());
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        try {
            key.check(value);
            return Optional.of(value);
        } catch (Refusal reported) {
            // Among the problems since the file was read.
            return Optional.empty();
        }
    }

    String bus() {
        return value(Key.BUS).orElse("spawn");
    }

    Optional<String> correlationId() {
        return value(Key.CORRELATION_ID);
    }

    Optional<Instant> deadline() {
        return value(Key.DEADLINE).flatMap(Config::instant);
    }

    /** {@code warn_minutes} and {@code warn_seconds}: numbers with commas between, in brackets or not. */
    Warnings warnings() {
        List<Duration> leads = new ArrayList<>();
        items(Key.WARN_MINUTES).forEach(minutes -> leads.add(Duration.ofMinutes(Long.parseLong(minutes))));
        items(Key.WARN_SECONDS).forEach(seconds -> leads.add(Duration.ofSeconds(Long.parseLong(seconds))));
        return leads.isEmpty() ? Warnings.DEFAULT : Warnings.of(leads);
    }

    /** One shell line, as base64 where the control plane wrote it. */
    Optional<String> preStop() {
        return value(Key.PRE_STOP_BASE64).map(Key::base64).or(() -> value(Key.PRE_STOP));
    }

    Duration duration(Key key, Duration absent) {
        return value(key).map(text -> SpawnDuration.parse(text).value()).orElse(absent);
    }

    long number(Key key, long absent) {
        return value(key).map(Long::parseLong).orElse(absent);
    }

    List<String> items(Key key) {
        return value(key).map(Config::list).orElse(List.of());
    }

    static List<String> list(String text) {
        List<String> items = new ArrayList<>();
        StringTokenizer parts = new StringTokenizer(text, "[], ");
        while (parts.hasMoreTokens()) {
            items.add(parts.nextToken());
        }
        return items;
    }

    /** Empty when the text is no instant: unknown. */
    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instants.parse(text.strip()));
        } catch (DateTimeParseException unknown) {
            // A deadline that cannot be read is unknown, and the last one known holds: see Decider.
            return Optional.empty();
        }
    }
}
