package host.spore.spawn.local.systemd;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A unit file as written: assignments in order, nothing interpreted.
 *
 * @param name with its suffix, as {@code spored.service}
 * @param assignments in the order of the text
 * @param malformed lines that are neither section, comment nor assignment, each with its number
 * @see <a href="https://www.freedesktop.org/software/systemd/man/latest/systemd.syntax.html">systemd.syntax</a>
 */
public record UnitFile(String name, List<Assignment> assignments, List<String> malformed) {

    /**
     * @param section without the brackets
     * @param line number of the line it begins on, from 1
     */
    public record Assignment(String section, String key, String value, int line) {}

    public UnitFile {
        assignments = List.copyOf(assignments);
        malformed = List.copyOf(malformed);
    }

    public static UnitFile parse(String name, String text) {
        List<Assignment> assignments = new ArrayList<>();
        List<String> malformed = new ArrayList<>();
        String section = "";
        @Nullable StringBuilder continued = null;
        int began = 0;
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = raw.strip();
            boolean comment = line.startsWith("#") || line.startsWith(";");
            if (comment || (line.isEmpty() && continued == null)) {
                // A comment inside a continued value is skipped and the value goes on: systemd.syntax says so.
                continue;
            }
            if (continued == null) {
                began = number;
                continued = new StringBuilder();
            }
            if (line.endsWith("\\")) {
                continued.append(line, 0, line.length() - 1).append(' ');
                continue;
            }
            String whole = continued.append(line).toString();
            continued = null;
            if (whole.startsWith("[") && whole.endsWith("]")) {
                section = whole.substring(1, whole.length() - 1);
                continue;
            }
            int equals = whole.indexOf('=');
            if (equals < 1 || section.isEmpty()) {
                malformed.add("line " + began + ": \"" + whole + "\" is no assignment in a section");
                continue;
            }
            assignments.add(new Assignment(
                    section,
                    whole.substring(0, equals).strip(),
                    whole.substring(equals + 1).strip(),
                    began));
        }
        return new UnitFile(name, assignments, malformed);
    }

    /** All values of a key; an empty assignment forgets what stood before it. */
    List<String> values(String section, String key) {
        List<String> values = new ArrayList<>();
        for (Assignment assignment : assignments) {
            if (assignment.section().equals(section) && assignment.key().equals(key)) {
                if (assignment.value().isEmpty()) {
                    values.clear();
                } else {
                    values.add(assignment.value());
                }
            }
        }
        return List.copyOf(values);
    }

    /** The last value of a key: a later assignment replaces an earlier one. */
    Optional<String> last(String section, String key) {
        List<String> values = values(section, key);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    /** The words of all values of a key, as in {@code After=a.service b.service}. */
    List<String> words(String section, String key) {
        return values(section, key).stream()
                .flatMap(value -> List.of(value.split("\\s+")).stream())
                .toList();
    }

    /** Assignments whose {@code Section.Key} is in none of the given sets, each as an error line. */
    List<String> beyond(Collection<Set<String>> known) {
        List<String> beyond = new ArrayList<>(malformed);
        for (Assignment assignment : assignments) {
            String key = assignment.section() + "." + assignment.key();
            if (!assignment.section().startsWith("X-") && known.stream().noneMatch(keys -> keys.contains(key))) {
                beyond.add("line " + assignment.line() + ": [" + assignment.section() + "] " + assignment.key()
                        + "= is not simulated");
            }
        }
        return List.copyOf(beyond);
    }
}
