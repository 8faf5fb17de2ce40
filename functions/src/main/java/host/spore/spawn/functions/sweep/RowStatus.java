package host.spore.spawn.functions.sweep;

import java.util.Locale;

/** How a row ended. */
enum RowStatus {
    DONE,
    FAILED,
    /** It was ended, or not begun, because its run was cancelled or broke off. */
    CANCELLED,
    /** It was not begun, because another one had failed. */
    SKIPPED;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RowStatus parse(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
