package host.spore.spawn.functions.cost;

import host.spore.spawn.events.Price;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.Usd;
import host.spore.spawn.functions.ec2.InstanceView;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an instance's tags tell of its cost, from the launch call on. A row may be lost, or not be there yet: then they
 * bound the cost, as though the instance had run since its launch. An instance cannot change its own tags.
 */
public final class CostTags {
    /** US dollars at which it ends. */
    public static final String LIMIT = "spawn:cost-limit";

    /** US dollars an hour of computing, and of its volumes: {@code 0.0104+0.000877}. */
    public static final String PRICE = "spawn:price";

    /** EC2's own launch time moves with every start. */
    public static final String LAUNCHED = "spawn:launched";

    private CostTags() {}

    /** The price, where all of it is known. */
    public static Map<String, String> of(Optional<Price> price, Instant launchedAt) {
        Map<String, String> tags = new LinkedHashMap<>();
        price.flatMap(Tariff::of)
                .ifPresent(tariff -> tags.put(PRICE, tariff.computePerHour() + "+" + tariff.volumesPerHour()));
        tags.put(LAUNCHED, launchedAt.toString());
        return tags;
    }

    /** Of its first start; where no tag tells, EC2's time of the last one. */
    public static Instant launchedAt(InstanceView view) {
        try {
            return view.tag(LAUNCHED).map(Instant::parse).orElse(view.launchedAt());
        } catch (DateTimeException unreadable) {
            return view.launchedAt();
        }
    }

    /** The price at its launch; empty where no tag tells it. */
    public static Optional<Tariff> tariff(InstanceView view) {
        String[] parts = view.tag(PRICE).orElse("").split("\\+", -1);
        try {
            return parts.length == 2
                    ? Optional.of(new Tariff(Usd.parse(parts[0]), Usd.parse(parts[1])))
                    : Optional.empty();
        } catch (Refusal unreadable) {
            return Optional.empty();
        }
    }
}
