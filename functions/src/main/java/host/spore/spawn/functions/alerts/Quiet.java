package host.spore.spawn.functions.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether an alert is told at once or kept back. What is kept back is told when the window ends, and while that has
 * not been done nothing else is told, or it would be forgotten.
 */
final class Quiet {
    private Quiet() {}

    sealed interface Decision {
        /** Tell it, once this window is open. */
        record Open(Quiets.Window window) implements Decision {}

        /** It opened the window that is there: tell it, again where it was told. */
        record Tell() implements Decision {}

        /** Keep it back until then. */
        record Hold(Instant until) implements Decision {}
    }

    static Decision decide(Optional<Quiets.Window> read, String cause, Duration quiet, Instant now) {
        if (read.isPresent()) {
            Quiets.Window window = read.get();
            if (window.opener().equals(cause)) {
                return new Decision.Tell();
            }
            if (now.isBefore(window.until()) || window.holds()) {
                return new Decision.Hold(window.until());
            }
        }
        return new Decision.Open(new Quiets.Window(now.plus(quiet), cause, false));
    }
}
