package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.lambda.Faults;
import java.time.Instant;
import java.util.Optional;

/** {@link LastTidied} in memory. */
final class FakeLastTidied implements LastTidied {
    final Faults faults = new Faults();

    private Optional<Instant> last = Optional.empty();

    @Override
    public Optional<Instant> read() {
        faults.enter();
        return last;
    }

    @Override
    public void note(Instant at) {
        faults.enter();
        last = Optional.of(at);
        faults.leave();
    }
}
