package host.spore.spawn.queues.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the tries of one job, or of one element of an array, go.
 *
 * @param tries in order; after the last one it goes well
 * @param lastMillis how long it then takes
 */
record Script(List<Try> tries, long lastMillis) {
    Script {
        tries = List.copyOf(tries);
    }

    /** @param error null: it goes well */
    record Try(long millis, @Nullable String error) {}

    Try at(int number) {
        return number < tries.size() ? tries.get(number) : new Try(lastMillis, null);
    }
}
