package host.spore.spawn.functions.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which machines are old: all of one queue's text together. */
final class Tidying {
    static final Duration UNUSED = Duration.ofDays(30);

    private static final int HASH_END = Machinery.PREFIX.length() + 20;

    private Tidying() {}

    /**
     * What one hash names.
     *
     * @param root the machine that is made last, whose tag says when it was used; empty: the making was cut short
     * @param all of them, in the order in which they are removed: whoever makes them anew looks at the root first
     */
    record Set(Optional<OldMachines.Made> root, List<OldMachines.Made> all) {
        Set {
            all = List.copyOf(all);
        }

        List<OldMachines.Made> machines() {
            return all.stream().filter(made -> !isActivity(made)).toList();
        }
    }

    /** What is no machine of a queue, whatever it is called, is left alone. */
    static List<Set> sets(List<OldMachines.Made> found) {
        Map<String, List<OldMachines.Made>> byHash = new TreeMap<>();
        found.stream()
                .filter(made -> made.name().matches("spawn-q-[0-9a-f]{20}(-main|-always|-part-[0-9]+)?"))
                .forEach(made -> byHash.computeIfAbsent(made.name().substring(0, HASH_END), hash -> new ArrayList<>())
                        .add(made));
        return byHash.values().stream().map(Tidying::set).toList();
    }

    private static Set set(List<OldMachines.Made> all) {
        List<OldMachines.Made> ordered = all.stream()
                .sorted(Comparator.comparingInt(Tidying::place).thenComparing(OldMachines.Made::name))
                .toList();
        return new Set(ordered.stream().filter(made -> place(made) < 2).findFirst(), ordered);
    }

    /** Always, main, parts, the activity: what is made last goes first. */
    private static int place(OldMachines.Made made) {
        return isActivity(made)
                ? 3
                : made.name().endsWith("-always") ? 0 : made.name().endsWith("-main") ? 1 : 2;
    }

    private static boolean isActivity(OldMachines.Made made) {
        return made.arn().contains(":activity:");
    }

    /** @param tags of the root; none, if there is no root */
    static boolean isOld(Set set, Map<String, String> tags, Instant now) {
        Instant made = set.all().stream()
                .map(OldMachines.Made::madeAt)
                .max(Comparator.naturalOrder())
                .orElse(now);
        Instant used = usedAt(tags).filter(made::isBefore).orElse(made);
        return used.plus(UNUSED).isBefore(now);
    }

    /** The end of that day. */
    private static Optional<Instant> usedAt(Map<String, String> tags) {
        String date = tags.get(Machinery.USED_AT);
        if (date == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(date)
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant());
        } catch (DateTimeParseException notOurs) {
            return Optional.empty();
        }
    }
}
