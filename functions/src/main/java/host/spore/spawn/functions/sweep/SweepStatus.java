package host.spore.spawn.functions.sweep;

import java.util.Locale;

/** Where a sweep stands. */
enum SweepStatus {
    /** Its rows run, or are about to. */
    RUNNING,
    /** Every row is done. */
    COMPLETED,
    /** Its last run ended otherwise. */
    FAILED;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static SweepStatus parse(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
