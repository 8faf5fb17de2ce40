package host.spore.spawn.functions.lifecycle;

import host.spore.spawn.events.Market;
import host.spore.spawn.functions.availability.CapacityMemory;
import host.spore.spawn.functions.availability.Offer;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.lambda.Log;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Notes that EC2 takes spot capacity back, so that launches with a fallback leave it alone for a while. */
final class TakenBack {
    private TakenBack() {}

    /**
     * EC2 and the agent both say so, the same instance counts once.
     *
     * @param view where it was looked at
     */
    static void note(InstanceRow row, Optional<InstanceView> view, Instant at, CapacityMemory memory, Log log) {
        offers(row, view).forEach(offer -> memory.interrupted(offer, row.id().value(), at, log));
    }

    /** What it was launched on; of the launches that leave the zone to EC2 nobody knows which would have had it. */
    static List<Offer> offers(InstanceRow row, Optional<InstanceView> view) {
        List<Offer> offers = new ArrayList<>();
        boolean spot = row.text(Column.MARKET)
                .or(() -> view.map(InstanceView::market).map(Market::wire))
                .filter(Market.SPOT.wire()::equals)
                .isPresent();
        Optional<String> type = row.text(Column.INSTANCE_TYPE).or(() -> view.map(InstanceView::instanceType));
        if (spot && type.isPresent()) {
            offers.add(new Offer(type.get(), null, Market.SPOT));
            row.text(Column.ZONE)
                    .or(() -> view.map(InstanceView::zone))
                    .filter(zone -> !zone.isEmpty() && !zone.equals("unknown"))
                    .ifPresent(zone -> offers.add(new Offer(type.get(), zone, Market.SPOT)));
        }
        return offers;
    }
}
