package host.spore.spawn.functions.reaper;

import host.spore.spawn.functions.lambda.Faults;
import java.util.Optional;

/** {@link LastListed} in memory. */
final class FakeLastListed implements LastListed {
    final Faults faults = new Faults();

    private Optional<Listing> last = Optional.empty();

    @Override
    public Optional<Listing> read() {
        faults.enter();
        return last;
    }

    @Override
    public void note(Listing listing) {
        faults.enter();
        last = Optional.of(listing);
        faults.leave();
    }
}
