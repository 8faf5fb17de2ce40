package host.spore.spawn.functions.lambda;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Moves when told. */
public final class FakeClock implements InstantSource {
    public static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private Instant now = START;

    @Override
    public Instant instant() {
        return now;
    }

    public void advance(Duration by) {
        now = now.plus(by);
    }

    public void set(Instant to) {
        now = to;
    }
}
