package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.Usd;
import host.spore.spawn.functions.cost.Bill;
import host.spore.spawn.functions.ec2.InstanceState;
import java.util.Optional;

/** What is spent at a moment. */
final class HourlyRate {
    private HourlyRate() {}

    /** An unknown state is taken to run. */
    static Usd of(Bill bill, Optional<InstanceState> state) {
        return bill.tariff().perHour(state.orElse(InstanceState.RUNNING));
    }
}
