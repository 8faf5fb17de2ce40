package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.AlertFilter;
import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.AlertTarget;
import host.spore.spawn.events.DestinationId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where alerts go.
 *
 * @param id see {@link DestinationId}
 * @param to see {@link AlertTarget}
 * @param kinds of which it is told
 * @param filter see {@link AlertFilter}
 * @param quiet how long others of a kind wait after an alert; null: not at all
 */
record Destination(
        DestinationId id,
        AlertTarget to,
        List<AlertKind> kinds,
        AlertFilter filter,
        @Nullable Duration quiet) {
    Destination {
        kinds = List.copyOf(kinds);
    }

    /** For people; what is secret is not in it. */
    String shown() {
        return to.target();
    }
}
