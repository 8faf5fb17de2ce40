package host.spore.spawn.spored;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * How long before the deadline sessions are warned.
 *
 * @param leads the longest first
 */
record Warnings(List<Duration> leads) {
    static final Warnings DEFAULT =
            new Warnings(List.of(Duration.ofMinutes(15), Duration.ofMinutes(5), Duration.ofMinutes(1)));

    private static final Duration SHORT_LIFE = Duration.ofSeconds(15);

    Warnings {
        leads = List.copyOf(leads);
    }

    static Warnings of(Collection<Duration> leads) {
        return new Warnings(List.copyOf(new TreeSet<>(leads).descendingSet()));
    }

    /**
     * The warnings for one deadline. Those that had passed when it was learned are left out: "ends in 15 minutes" is no
     * news to somebody who has just launched for ten. A life too short for any of them still gets one, 15 s before the
     * end or at half of what was left, whichever is later, so that nobody is cut off without a word.
     */
    List<Duration> plan(Instant deadline, Instant learnedAt) {
        Duration left = Duration.between(learnedAt, deadline);
        List<Duration> ahead = new ArrayList<>();
        for (Duration lead : leads) {
            if (lead.compareTo(left) < 0) {
                ahead.add(lead);
            }
        }
        if (!ahead.isEmpty()) {
            return ahead;
        }
        Duration half = left.dividedBy(2);
        Duration lead = Durations.shorter(half, SHORT_LIFE);
        return lead.compareTo(Duration.ofSeconds(1)) < 0 ? List.of() : List.of(lead);
    }
}
