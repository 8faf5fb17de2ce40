package host.spore.spawn.functions.dns;

import java.time.Duration;
import java.util.List;

/** What becomes of a letter. */
sealed interface Verdict {
    /** For the log. */
    String did();

    /** It is taken. */
    record Done(String did) implements Verdict {}

    /** It is looked into once more. */
    record Again(String did, Duration after) implements Verdict {}

    /** It could not be looked into, and is tried again until the queue gives it up. */
    record Failed(String did, Duration after) implements Verdict {}

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
