package host.spore.spawn.functions.availability;

import host.spore.spawn.functions.lambda.Faults;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link Standings} in memory. */
public final class FakeStandings implements Standings {
    public final Faults faults = new Faults();

    private final Map<String, Standing> items = new LinkedHashMap<>();

    /** As it is now, without a fault. */
    public Standing now(Offer offer) {
        return items.getOrDefault(offer.key(), Standing.unknown(offer));
    }

    @Override
    public Map<Offer, Standing> read(Collection<Offer> offers) {
        faults.enter();
        Map<Offer, Standing> found = new LinkedHashMap<>();
        offers.forEach(offer -> found.put(offer, now(offer)));
        return found;
    }

    @Override
    public boolean write(Standing next) {
        faults.enter();
        if (now(next.offer()).version() != next.version() - 1) {
            return false;
        }
        items.put(next.offer().key(), next);
        faults.leave();
        return true;
    }

    @Override
    public List<Standing> all(int most) {
        faults.enter();
        return items.values().stream().limit(most).toList();
    }
}
