package host.spore.spawn.spored;

import host.spore.spawn.events.Refusal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code spored config}: the running agent takes up a change within seconds, without a restart. */
final class ConfigCommand {
    static final String USAGE = "spored config get KEY | set KEY VALUE | list";

    private ConfigCommand() {}

    /** @return 0 done, 1 failed or not set, 2 misuse */
    static int run(Path file, List<String> arguments, PrintStream out, PrintStream err) {
        String verb = arguments.isEmpty() ? "" : arguments.get(0);
        if (verb.equals("list") && arguments.size() == 1) {
            Config config = Config.read(file);
            for (Key key : Key.values()) {
                out.println(key.key() + ": " + config.values().getOrDefault(key.key(), ""));
            }
            config.problems().forEach(problem -> err.println("spored: " + problem));
            return 0;
        }
        boolean get = verb.equals("get") && arguments.size() == 2;
        boolean set = verb.equals("set") && arguments.size() == 3;
        if (!get && !set) {
            err.println("usage: " + USAGE);
            return 2;
        }
        Optional<Key> key = Key.of(arguments.get(1));
        if (key.isEmpty()) {
            err.println("spored: " + Key.unknown(arguments.get(1)));
            return 2;
        }
        return get ? get(file, key.get(), out, err) : set(file, key.get(), arguments.get(2), err);
    }

    private static int get(Path file, Key key, PrintStream out, PrintStream err) {
        Optional<String> value = Config.read(file).value(key);
        value.ifPresent(out::println);
        if (value.isEmpty()) {
            err.println("spored: " + key.key() + " is not set");
        }
        return value.isPresent() ? 0 : 1;
    }

    private static int set(Path file, Key key, String value, PrintStream err) {
        try {
            key.check(value);
        } catch (Refusal refusal) {
            err.println("spored: " + key.key() + " " + refusal.getMessage());
            return 2;
        }
        Optional<String> line = line(key, value);
        if (line.isEmpty()) {
            err.println("spored: " + key.key() + ": a value with both kinds of quotes needs base64 (pre_stop_base64)");
            return 2;
        }
        try {
            Disk.replace(file, replaced(lines(file), key, line.get()));
            return 0;
        } catch (IOException failed) {
            err.println("spored: " + file + " cannot be written: " + failed);
            return 1;
        }
    }

    /** As {@link Config} reads it back. */
    private static Optional<String> line(Key key, String value) {
        for (String quote : new String[] {"", "\"", "'"}) {
            String line = key.key() + ": " + quote + value + quote;
            if (value.equals(Config.parse(line).values().get(key.key()))) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException absent) {
            return List.of();
        }
    }

    /** What else stands there stays as it is, comments included. */
    private static String replaced(List<String> lines, Key key, String line) {
        List<String> changed = new ArrayList<>();
        boolean done = false;
        for (String old : lines) {
            if (!old.startsWith(key.key() + ":")) {
                changed.add(old);
            } else if (!done) {
                changed.add(line);
                done = true;
            }
        }
        if (!done) {
            changed.add(line);
        }
        return String.join("\n", changed) + "\n";
    }
}
