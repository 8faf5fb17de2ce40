package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.LaunchInstance;
import java.util.Locale;

/** What a row's launch gives it to do, and what follows. */
enum RowWork {
    /** Nothing: whoever launched it works on it. */
    NONE,
    /** A command or script, and its launch says what follows. */
    OWN_END,
    /** A command or script, and nothing is said of what follows: a row is over when its work is. */
    ENDS_WITH_IT;

    static RowWork of(LaunchInstance launch) {
        boolean hasWork = launch.work().command() != null || launch.work().userData() != null;
        if (!hasWork) {
            return NONE;
        }
        return launch.life().onComplete() == null ? ENDS_WITH_IT : OWN_END;
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RowWork parse(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
