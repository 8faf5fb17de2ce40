package host.spore.spawn.functions.queue;

import java.time.Duration;
import java.time.Instant;

/** How long the items of a run are kept. */
final class Kept {
    /** Beyond its longest end, as long as Step Functions keeps an execution's name. */
    private static final Duration AFTERWARDS = Duration.ofDays(90);

    private Kept() {}

    static Instant until(Instant begun, long timeoutSeconds) {
        return begun.plusSeconds(timeoutSeconds).plus(AFTERWARDS);
    }
}
