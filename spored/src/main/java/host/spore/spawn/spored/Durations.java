package host.spore.spawn.spored;

import java.time.Duration;

final class Durations {
    private Durations() {}

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
