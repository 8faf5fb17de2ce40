package host.spore.spawn.functions.cost;

import host.spore.spawn.events.Cost;
import host.spore.spawn.events.Price;
import host.spore.spawn.events.Usd;
import host.spore.spawn.functions.ec2.InstanceState;
import java.time.Duration;
import java.util.Optional;

/**
 * A price that is wholly known.
 *
 * @param computePerHour while it runs
 * @param volumesPerHour while it exists
 */
public record Tariff(Usd computePerHour, Usd volumesPerHour) {
    private static final long MILLIS_PER_HOUR = Duration.ofHours(1).toMillis();

    /** Empty where a part of it is unknown. */
    public static Optional<Tariff> of(Price price) {
        return price.computePerHour() == null || price.volumesPerHour() == null
                ? Optional.empty()
                : Optional.of(new Tariff(price.computePerHour(), price.volumesPerHour()));
    }

    /** @param ran and existed for so long */
    public Cost cost(Duration ran, Duration existed) {
        return new Cost(times(computePerHour, ran), times(volumesPerHour, existed));
    }

    /** What an hour costs in a state: volumes as long as it exists, computing as {@code Lived} has it. */
    public Usd perHour(InstanceState state) {
        return switch (state) {
            case PENDING, RUNNING, STOPPING -> computePerHour.plus(volumesPerHour);
            case STOPPED, SHUTTING_DOWN -> volumesPerHour;
            case TERMINATED -> Usd.ZERO;
        };
    }

    /** Rounded up, like everything here. */
    private static Usd times(Usd perHour, Duration time) {
        return new Usd(Math.ceilDiv(Math.multiplyExact(perHour.micros(), time.toMillis()), MILLIS_PER_HOUR));
    }
}
