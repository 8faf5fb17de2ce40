package host.spore.spawn.functions.queue;

import java.util.Locale;

/** Where a run of a queue stands. */
enum RunStatus {
    /** It is being prepared. */
    STARTING,
    /** Its jobs run. */
    RUNNING,
    /** It is over, and it is being found out how. Nothing that is said from now on counts. */
    FINISHING,
    /** All its jobs are done. */
    COMPLETED,
    /** It ended otherwise. */
    FAILED;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RunStatus parse(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    boolean isOver() {
        return switch (this) {
            case STARTING, RUNNING, FINISHING -> false;
            case COMPLETED, FAILED -> true;
        };
    }

    /** Whether it can still be cancelled. */
    boolean isGoingOn() {
        return switch (this) {
            case STARTING, RUNNING -> true;
            case FINISHING, COMPLETED, FAILED -> false;
        };
    }
}
