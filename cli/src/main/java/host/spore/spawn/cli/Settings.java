package host.spore.spawn.cli;

import host.spore.spawn.cli.bus.BusArn;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The two settings, both outputs of the stack. Environment before file, so that one shell can speak to another bus.
 *
 * @param bus where commands go
 * @param domain under which instances get their names; empty where DNS is off
 */
record Settings(BusArn bus, Optional<String> domain) {
    private static final Set<String> KEYS = Set.of("bus", "domain");

    /** @throws Refusal when there is no bus, or a setting is wrong */
    static Settings read(Surroundings surroundings) {
        Path file = file(surroundings);
        Map<String, String> fromFile = parse(file);
        Setting bus = Setting.of("SPAWN_BUS", "bus", surroundings.environment(), fromFile, file)
                .orElseThrow(() -> new Refusal("no bus: set SPAWN_BUS to the BusArn that `cdk deploy` printed,"
                        + " or write it to " + file + " (bus = arn:…)"));
        return new Settings(
                bus.checked(BusArn::parse),
                Setting.of("SPAWN_DOMAIN", "domain", surroundings.environment(), fromFile, file)
                        .map(domain -> domain.checked(DnsName::checkedDomain)));
    }

    private static Path file(Surroundings surroundings) {
        String base = surroundings.environment().getOrDefault("XDG_CONFIG_HOME", "");
        // The XDG specification: a relative path there is invalid and to be ignored.
        Path folder = base.startsWith("/") ? Path.of(base) : surroundings.home().resolve(".config");
        return folder.resolve("spawn").resolve("config");
    }

    private static Map<String, String> parse(Path file) {
        if (!Files.exists(file)) {
            return Map.of();
        }
        Map<String, String> settings = new HashMap<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            String key = (equals < 0 ? line : line.substring(0, equals)).strip();
            if (equals < 0 || !KEYS.contains(key)) {
                throw new Refusal(file + " line " + number + ": \"" + Printable.of(key)
                        + "\": this file knows bus = … and domain = …");
            }
            settings.put(key, line.substring(equals + 1).strip());
        }
        return settings;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new Refusal(file + ": cannot be read (" + unreadable.getMessage() + "); make it readable, or set"
                    + " SPAWN_BUS and move it away");
        }
    }

    /**
     * One of them, with the place it came from.
     *
     * @param origin for messages
     * @param value as written
     */
    private record Setting(String origin, String value) {
        static Optional<Setting> of(
                String variable, String key, Map<String, String> environment, Map<String, String> file, Path path) {
            String fromEnvironment = environment.getOrDefault(variable, "").strip();
            if (!fromEnvironment.isEmpty()) {
                return Optional.of(new Setting(variable, fromEnvironment));
            }
            String fromFile = file.getOrDefault(key, "");
            return fromFile.isEmpty() ? Optional.empty() : Optional.of(new Setting(key + " in " + path, fromFile));
        }

        <T> T checked(Function<String, T> type) {
            try {
                return type.apply(value);
            } catch (Refusal refusal) {
                throw new Refusal(origin + " " + refusal.getMessage());
            }
        }
    }
}
