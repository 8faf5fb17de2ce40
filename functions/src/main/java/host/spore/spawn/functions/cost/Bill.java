package host.spore.spawn.functions.cost;

import host.spore.spawn.events.Cost;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.Usd;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.Lived;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What an instance has cost, as a pure function of what is known about it and of time: the time that it ran by the price
 * of computing, the time that it existed by the price of its volumes.
 *
 * @param tariff at its launch
 * @param lived see {@link Lived}
 * @param limit at which it ends; empty when its launch set none
 */
public record Bill(Tariff tariff, Lived lived, Optional<Usd> limit) {
    /** Of a row, what a bill is made of. */
    public static final Set<Column> COLUMNS = Set.of(
            Column.PRICE_PER_HOUR, Column.VOLUME_PRICE_PER_HOUR, Column.COST_LIMIT, Column.LIVED, Column.LAUNCHED_AT);

    private static final int PERCENT_WARNED = 90;

    /** No deadline is farther away. */
    private static final Duration HORIZON = Duration.ofDays(366);

    /**
     * By the row, and by the tags where it is silent: without a row, as though the instance had run ever since.
     *
     * @return empty when the price is unknown, or when it was launched
     */
    public static Optional<Bill> of(Optional<InstanceRow> row, Optional<InstanceView> view) {
        Optional<Tariff> tariff = row.flatMap(Bill::recorded).or(() -> view.flatMap(CostTags::tariff));
        Lived told = row.map(Lived::of).orElse(Lived.NOTHING);
        Lived lived = view.map(CostTags::launchedAt).map(told::bornAt).orElse(told);
        return tariff.filter(known -> lived.bornAt().isPresent())
                .map(known -> new Bill(
                        known,
                        lived,
                        row.flatMap(of -> usd(of.text(Column.COST_LIMIT)))
                                .or(() -> view.flatMap(of -> usd(of.tag(CostTags.LIMIT))))));
    }

    /** So far. */
    public Cost at(Instant now) {
        Instant until = lived.goneAt().filter(gone -> gone.isBefore(now)).orElse(now);
        Instant born = lived.bornAt().orElse(until);
        Duration existed = born.isBefore(until) ? Duration.between(born, until) : Duration.ZERO;
        return tariff.cost(lived.ran(until), existed);
    }

    /** When the limit is reached, if it goes on as it does now; empty without a limit, or when that is never. */
    public Optional<Instant> limitReached(Instant now) {
        return limit.flatMap(most -> first(now, cost -> cost.compareTo(most) >= 0));
    }

    /** When so much of the limit is used up that it is said. */
    public Optional<Instant> warningDue(Instant now) {
        return limit.flatMap(most -> first(
                now,
                cost -> Math.multiplyExact(cost.micros(), 100) >= Math.multiplyExact(most.micros(), PERCENT_WARNED)));
    }

    /**
     * The first whole second from now on, by halving: costs never fall, and no formula for the kinks (a start's minute, a
     * stop) can be wrong.
     */
    private Optional<Instant> first(Instant now, Predicate<Usd> reached) {
        if (reached.test(at(now).sum())) {
            return Optional.of(now);
        }
        long before = 0;
        long after = HORIZON.toSeconds();
        if (!reached.test(at(now.plusSeconds(after)).sum())) {
            return Optional.empty();
        }
        while (after - before > 1) {
            long middle = (before + after) >>> 1;
            if (reached.test(at(now.plusSeconds(middle)).sum())) {
                after = middle;
            } else {
                before = middle;
            }
        }
        return Optional.of(now.plusSeconds(after));
    }

    /** For people: {@code 0.45 USD: computing 0.4492, volumes 0.0008}. */
    public static String shown(Cost cost) {
        return cost.sum() + " USD: computing " + cost.compute() + ", volumes " + cost.volumes();
    }

    private static Optional<Tariff> recorded(InstanceRow row) {
        Optional<Usd> volumes = usd(row.text(Column.VOLUME_PRICE_PER_HOUR));
        return usd(row.text(Column.PRICE_PER_HOUR)).flatMap(compute -> volumes.map(of -> new Tariff(compute, of)));
    }

    private static Optional<Usd> usd(Optional<String> text) {
        try {
            return text.map(Usd::parse);
        } catch (Refusal unreadable) {
            return Optional.empty();
        }
    }
}
