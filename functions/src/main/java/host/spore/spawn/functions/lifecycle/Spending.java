package host.spore.spawn.functions.lifecycle;

import host.spore.spawn.events.Usd;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.cost.Bill;
import host.spore.spawn.functions.store.Column;
import java.time.Instant;
import java.util.Optional;

/**
 * What an instance's cost limit asks of its lifecycle: a warning once, and an end. It only ever shortens a life: no due
 * instant of it is later than the deadline's.
 *
 * @param bill with a limit
 * @param limit of it
 * @param correlationId of the launch
 * @param fields of a {@code CostWarning}, without its envelope
 */
record Spending(Bill bill, Usd limit, String correlationId, JsonObject fields) {
    /** Empty without a limit, and where the price is unknown. */
    static Optional<Spending> of(Lifecycle.Sight sight) {
        return sight.bill().flatMap(bill -> bill.limit().map(limit -> of(sight, bill, limit)));
    }

    private static Spending of(Lifecycle.Sight sight, Bill bill, Usd limit) {
        return new Spending(
                bill,
                limit,
                Ending.correlationId(sight),
                JsonObject.builder()
                        .put("instanceId", sight.row().id().value())
                        .put("name", Ending.name(sight))
                        .put("costLimit", limit.toString())
                        .put("cost", bill.at(sight.now()).toJson())
                        .put(
                                "reachedAt",
                                bill.limitReached(sight.now())
                                        .map(Instant::toString)
                                        .orElse(null))
                        .build());
    }

    /** What is to be done now, if anything. */
    Optional<Lifecycle.Step> due(Lifecycle.Sight sight) {
        if (isNow(bill.limitReached(sight.now()), sight)) {
            return Optional.of(new Lifecycle.Step.TerminateForCost(
                    "it has cost what its launch allowed: " + shown(sight, sight.now())));
        }
        return !isWarned(sight) && isNow(bill.warningDue(sight.now()), sight)
                ? Optional.of(new Lifecycle.Step.WarnOfCost(this))
                : Optional.empty();
    }

    /** When there will be something, if its state does not change before. */
    Optional<Instant> next(Lifecycle.Sight sight) {
        return isWarned(sight) ? bill.limitReached(sight.now()) : bill.warningDue(sight.now());
    }

    /** For people. */
    static String shown(Lifecycle.Sight sight, Instant until) {
        return sight.bill()
                .map(bill -> Bill.shown(bill.at(until))
                        + bill.limit().map(limit -> ", of " + limit).orElse(""))
                .orElse("its price is not known any more");
    }

    private static boolean isWarned(Lifecycle.Sight sight) {
        return sight.row().has(Column.COST_WARNED_AT);
    }

    private static boolean isNow(Optional<Instant> due, Lifecycle.Sight sight) {
        return due.filter(at -> !sight.now().isBefore(at)).isPresent();
    }
}
