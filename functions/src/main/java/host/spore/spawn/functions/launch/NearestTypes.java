package host.spore.spawn.functions.launch;

import host.spore.spawn.events.Machine;
import host.spore.spawn.functions.launch.MachineTypes.MachineType;
import java.util.Comparator;
import java.util.List;

/** What may have been meant by the name of a type that there is not. */
final class NearestTypes {
    private static final int NAMED = 3;

    /** A name that differs by more was not a slip of the pen. */
    private static final int FARTHEST = 4;

    private NearestTypes() {}

    /** Patterns of the types among which the nearest may be: its family's, and those of its size in families like it. */
    static List<String> around(String name) {
        int dot = name.indexOf('.');
        return List.of(name.substring(0, dot) + ".*", name.charAt(0) + "*" + name.substring(dot));
    }

    /** @param around the types that match {@link #around} */
    static String refusal(String name, String region, List<MachineType> around) {
        String what = Machine.isPattern(name)
                ? "\"" + name + "\": no instance type of " + region + " matches"
                : name + ": " + region + " has no such instance type";
        List<String> nearest = around.stream()
                .map(MachineType::name)
                .filter(other -> distance(name.replace("*", ""), other) <= FARTHEST)
                .sorted(Comparator.<String>comparingInt(other -> distance(name, other))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(NAMED)
                .toList();
        return what
                + (nearest.isEmpty()
                        ? "; aws ec2 describe-instance-types lists those that there are"
                        : "; like it are " + String.join(", ", nearest));
    }

    /** Levenshtein's. */
    static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], before[j]));
            }
            before = row;
        }
        return before[other.length()];
    }
}
