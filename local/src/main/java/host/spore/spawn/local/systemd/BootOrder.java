package host.spore.spawn.local.systemd;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Puts units in an order in which each stands behind those it is {@code After=}. */
final class BootOrder {
    private BootOrder() {}

    /** A cycle is broken where it is met, as systemd does; names outside the given units do not matter. */
    static List<String> of(Map<String, ? extends Collection<String>> after) {
        Set<String> sorted = new LinkedHashSet<>();
        for (String unit : new TreeSet<>(after.keySet())) {
            place(unit, after, new LinkedHashSet<>(), sorted);
        }
        return new ArrayList<>(sorted);
    }

    private static void place(
            String unit, Map<String, ? extends Collection<String>> after, Set<String> path, Set<String> sorted) {
        Collection<String> earlier = after.get(unit);
        if (earlier == null || sorted.contains(unit) || !path.add(unit)) {
            return;
        }
        for (String predecessor : new TreeSet<>(earlier)) {
            place(predecessor, after, path, sorted);
        }
        sorted.add(unit);
    }
}
