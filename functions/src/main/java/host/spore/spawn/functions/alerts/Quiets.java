package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.DestinationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The quiet windows: one for each destination and kind, opened by an alert. Its end is its version. */
interface Quiets {
    Optional<Window> read(DestinationId destination, AlertKind kind);

    /**
     * Opens a window in place of the one that was read, if that is still there and holds nothing.
     *
     * @return false when somebody else was quicker: read and decide again
     */
    boolean open(DestinationId destination, AlertKind kind, Optional<Window> read, Window window);

    /**
     * Keeps an alert back until the window ends; twice is once.
     *
     * @return false when it is another window by now: read and decide again
     */
    boolean hold(DestinationId destination, AlertKind kind, Instant until, String cause);

    /**
     * Takes what was held back out of the window that ended then, and opens the next one. Asked again, it answers the same.
     *
     * @return the causes; empty when nothing was held back, and then nothing is changed
     */
    List<String> close(DestinationId destination, AlertKind kind, Instant until, Instant next);

    /**
     * A time in which alerts of a kind are kept back.
     *
     * @param until its end
     * @param opener the cause of the alert that was told at its beginning
     * @param holds whether anything is kept back
     */
    record Window(Instant until, String opener, boolean holds) {}
}
