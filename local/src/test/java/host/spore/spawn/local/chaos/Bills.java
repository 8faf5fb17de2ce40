package host.spore.spawn.local.chaos;

import host.spore.spawn.events.Usd;
import host.spore.spawn.functions.price.Item;
import host.spore.spawn.functions.price.Prices;
import host.spore.spawn.functions.price.Quote;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The price list, on days when it does not answer too, and what machines have really cost, whatever was heard of them. */
final class Bills implements Prices {
    /** So dear that most limits are reached before the deadlines. */
    private static final Usd ON_DEMAND = Usd.parse("9.00");

    private static final Usd SPOT = Usd.parse("5.00");

    /** A month of a GiB. */
    private static final Usd VOLUME = Usd.parse("0.10");

    /** By when its lifecycle, or one of three sweeps of which the weather spoils some, has ended it. */
    private static final Duration GRACE = Duration.ofMinutes(12);

    /** Of a stop, until it is heard of: its event late, or lost and found by a sweep. */
    private static final Duration UNHEARD = Duration.ofMinutes(15);

    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3_600);

    private final Weather weather;

    Bills(Weather weather) {
        this.weather = weather;
    }

    @Override
    public Quote of(Item item) {
        // No time passes: whoever asked waits for it by a real clock.
        if (weather.strikes(1)) {
            throw new IllegalStateException("the price list does not answer");
        }
        Usd usd = switch (item) {
            case Item.OnDemand onDemand -> ON_DEMAND;
            case Item.Spot spot -> SPOT;
            case Item.Volume volume -> VOLUME;
        };
        return new Quote.Known(usd, Map.of(), "the model", Instant.EPOCH);
    }

    /** Every limit was held, and none was said to be reached before it was. */
    static List<String> verdict(World world) {
        List<String> wrong = new ArrayList<>();
        Set<String> ended = world.said.stream()
                .filter(said -> said.type().equals("InstanceEnded")
                        && said.detail().string("cause").equals("cost"))
                .map(said -> said.detail().string("instanceId"))
                .collect(Collectors.toUnmodifiableSet());
        for (Machines.Machine machine : world.machines.all()) {
            overspent(machine).ifPresent(wrong::add);
            // Without its row an instance is billed as though it had run ever since.
            if (ended.contains(machine.id) && !world.lost.contains(machine.id) && !mayHaveReachedItsLimit(machine)) {
                wrong.add(machine.id + " ended because of its cost, and had cost " + computing(machine, ran(machine))
                        + " of " + machine.tags.get("spawn:cost-limit"));
            }
        }
        world.counts.put("ended by cost", ended.size());
        return wrong;
    }

    /** Why its life was too dear. */
    private static Optional<String> overspent(Machines.Machine machine) {
        String limit = machine.tags.get("spawn:cost-limit");
        if (limit == null) {
            return Optional.empty();
        }
        BigDecimal cost = computing(machine, ran(machine));
        BigDecimal most = new BigDecimal(limit).add(computing(machine, GRACE));
        return cost.compareTo(most) <= 0
                ? Optional.empty()
                : Optional.of(machine.id + " has cost " + cost + ", and was allowed " + limit + ": " + machine.states);
    }

    /** Whether it may be said that it had: never before, but for the time until its stops were heard of. */
    private static boolean mayHaveReachedItsLimit(Machines.Machine machine) {
        String limit = machine.tags.get("spawn:cost-limit");
        long stops = machine.states.values().stream().filter("stopped"::equals).count();
        // Volumes cost too little here to matter, and each start is billed for a minute.
        Duration most = ran(machine).plus(UNHEARD.multipliedBy(stops)).plus(Duration.ofMinutes(1));
        return limit != null && computing(machine, most).compareTo(new BigDecimal(limit)) >= 0;
    }

    private static Duration ran(Machines.Machine machine) {
        Duration ran = Duration.ZERO;
        @Nullable Instant since = null;
        for (Map.Entry<Instant, String> change : machine.states.entrySet()) {
            boolean runs = switch (change.getValue()) {
                case "pending", "running", "stopping" -> true;
                default -> false;
            };
            if (runs && since == null) {
                since = change.getKey();
            } else if (!runs && since != null) {
                ran = ran.plus(Duration.between(since, change.getKey()));
                since = null;
            }
        }
        return ran;
    }

    private static BigDecimal computing(Machines.Machine machine, Duration time) {
        Usd perHour = machine.spot ? SPOT : ON_DEMAND;
        return BigDecimal.valueOf(perHour.micros(), 6)
                .multiply(BigDecimal.valueOf(time.toSeconds()))
                .divide(SECONDS_PER_HOUR, 6, RoundingMode.HALF_UP);
    }
}
