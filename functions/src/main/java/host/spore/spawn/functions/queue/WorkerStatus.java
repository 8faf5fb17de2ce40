package host.spore.spawn.functions.queue;

import java.util.Locale;

/** Where a worker stands. */
enum WorkerStatus {
    LAUNCHING,
    LIVE,
    ENDED;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static WorkerStatus parse(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
