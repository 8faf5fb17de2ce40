package host.spore.spawn.functions.queue;

import java.util.Locale;

/** Where a job stands. */
enum JobStatus {
    /** For others, or for a worker. */
    WAITING,
    RUNNING,
    DONE,
    FAILED,
    /** Not run, because of another job. */
    SKIPPED,
    /** Killed, or not begun, because the run ended. */
    CANCELLED;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static JobStatus parse(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    boolean isOver() {
        return switch (this) {
            case WAITING, RUNNING -> false;
            case DONE, FAILED, SKIPPED, CANCELLED -> true;
        };
    }
}
