package host.spore.spawn.functions.dns;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** What becomes of a letter. */
sealed interface Verdict {
    /** For the log. */
    String did();

    /** It is taken. */
    record Done(String did) implements Verdict {
        @Override
        public Duration after() {
            return Duration.ZERO;
        }
    }

    /** It is looked into once more. */
    record Again(String did, Duration after) implements Verdict {}

    /** It could not be looked into, and is tried again until the queue gives it up. */
    record Failed(String did, Duration after) implements Verdict {}

    /** Before it comes again. */
    Duration after();

    /** Of one letter in several zones: it comes again when the last of them wants it, which another look earlier would not be. */
    static Verdict ofZones(List<Verdict> zones) {
        Duration last = zones.stream()
                .map(Verdict::after)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return switch (of(zones)) {
            case Done done -> done;
            case Again(String did, Duration after) -> new Again(did, last);
            case Failed(String did, Duration after) -> new Failed(did, last);
        };
    }

    /** Of the parts of one letter: it is not taken before each of them is. */
    static Verdict of(List<Verdict> parts) {
        return parts.stream()
                .reduce((whole, part) -> rank(part) > rank(whole) ? part : whole)
                .orElse(new Done("left: nothing to do"));
    }

    private static int rank(Verdict verdict) {
        return switch (verdict) {
            case Done done -> 0;
            case Again again -> 1;
            case Failed failed -> 2;
        };
    }
}
