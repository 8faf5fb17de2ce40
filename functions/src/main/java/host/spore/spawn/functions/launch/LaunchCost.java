package host.spore.spawn.functions.launch;

import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Market;
import host.spore.spawn.events.Price;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Usd;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.cost.Bill;
import host.spore.spawn.functions.cost.Tariff;
import host.spore.spawn.functions.price.Item;
import host.spore.spawn.functions.price.Quote;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a launch's candidates cost an hour. With a cost limit each of them has a price, or the launch is refused: a limit
 * that is measured by a made-up price is none. Without one, what is unknown is said to be.
 */
final class LaunchCost {
    /**
     * By which a month's price of volumes becomes an hour's.
     *
     * @see <a href="https://docs.aws.amazon.com/pricing-calculator/latest/userguide/cost-calculation.html">730 hours</a>
     */
    private static final int HOURS_PER_MONTH = 730;

    /** Of a volume for which neither launch nor image name one. */
    private static final String EC2S_DEFAULT_TYPE = "gp2";

    /** What EC2 bills for at least. */
    private static final Duration LEAST = Duration.ofMinutes(1);

    private static final int LONGEST_SOURCE = 400;

    private LaunchCost() {}

    /** Either of the two. */
    sealed interface Priced {
        /** @param candidates each with its {@code price} */
        record All(JsonArray candidates) implements Priced {}

        /** @param reason for people */
        record Refused(String reason) implements Priced {}
    }

    /**
     * A volume that a launch will make.
     *
     * @param type see {@link Item.Volume}
     * @param sizeGib absent when unknown
     * @param hasMore see {@link ImageVolumes.Volume}
     */
    record Made(String type, @Nullable Integer sizeGib, boolean hasMore) {}

    /**
     * What a launch will make.
     *
     * @param image what its image brings; empty when EC2 does not know it
     * @param hibernationGib by which the root volume grows
     * @return empty when that cannot be told
     */
    static Optional<List<Made>> volumes(
            LaunchInstance command, Optional<List<ImageVolumes.Volume>> image, @Nullable Integer hibernationGib) {
        if (image.isEmpty()) {
            return Optional.empty();
        }
        List<Made> made = new ArrayList<>();
        for (ImageVolumes.Volume volume : image.get()) {
            String type = volume.isRoot() && command.volumes().type() != null
                    ? command.volumes().type()
                    : volume.type();
            Integer size = volume.isRoot() && command.volumes().sizeGib() != null
                    ? command.volumes().sizeGib()
                    : volume.sizeGib();
            int growth = volume.isRoot() && hibernationGib != null ? hibernationGib : 0;
            made.add(new Made(
                    type == null ? EC2S_DEFAULT_TYPE : type,
                    size == null ? null : Integer.valueOf(size + growth),
                    volume.hasMore()));
        }
        command.volumes().data().forEach(data -> made.add(new Made(data.type(), data.sizeGib(), false)));
        return Optional.of(List.copyOf(made));
    }

    /**
     * What may be launched.
     *
     * @param candidate of the plan
     * @param volumes that it would have; empty when that cannot be told
     */
    record Wanted(JsonObject candidate, Optional<List<Made>> volumes) {}

    /** Whose prices are needed. */
    static Set<Item> items(List<Wanted> all) {
        Set<Item> items = new LinkedHashSet<>();
        all.forEach(wanted -> {
            items.add(item(wanted.candidate()));
            wanted.volumes().orElse(List.of()).forEach(volume -> items.add(new Item.Volume(volume.type())));
        });
        return items;
    }

    /**
     * @param quotes one for each of {@link #items}
     * @param now when they were asked for
     */
    static Priced decide(LaunchInstance command, List<Wanted> all, Map<Item, Quote> quotes, Instant now) {
        List<Json> priced = new ArrayList<>();
        for (Wanted wanted : all) {
            JsonObject candidate = wanted.candidate();
            Answer perHour = volumes(wanted.volumes(), quotes);
            Answer compute = compute(candidate, quotes);
            Price price = new Price(
                    compute.usd(),
                    perHour.usd(),
                    source(compute, perHour),
                    compute.at().orElse(now));
            Optional<String> refusal = Optional.ofNullable(command.purchase().costLimit())
                    .flatMap(limit -> refusal(Usd.parse(limit), candidate, price));
            if (refusal.isPresent()) {
                return new Priced.Refused(refusal.get());
            }
            JsonObject.Builder told = JsonObject.builder().putAll(price.toJson());
            if (!compute.zones().isEmpty()) {
                told.put("zones", compute.zones());
            }
            priced.add(JsonObject.builder()
                    .putAll(candidate)
                    .put("price", told.build())
                    .build());
        }
        return new Priced.All(new JsonArray(priced));
    }

    /** Of the zone that EC2 chose, where the candidate's differ. */
    static Optional<Price> priceIn(JsonObject candidate, @Nullable String zone) {
        return candidate.optionalObject("price").map(told -> {
            Price price = Price.read(told);
            Usd there = Optional.ofNullable(zone)
                    .map(told.strings("zones")::get)
                    .map(Usd::parse)
                    .orElse(price.computePerHour());
            return new Price(there, price.volumesPerHour(), price.source(), price.at());
        });
    }

    private record Answer(@Nullable Usd usd, Map<String, String> zones, String source, Optional<Instant> at) {
        static Answer unknown(String reason) {
            return new Answer(null, Map.of(), "unknown: " + reason, Optional.empty());
        }
    }

    private static Item item(JsonObject candidate) {
        String type = candidate.string("instanceType");
        return switch (Market.parse(candidate.string("market"))) {
            case SPOT -> new Item.Spot(type);
            case ON_DEMAND -> new Item.OnDemand(type);
        };
    }

    private static Answer compute(JsonObject candidate, Map<Item, Quote> quotes) {
        String zone = candidate.optionalString("zone").orElse(null);
        return switch (quote(item(candidate), quotes)) {
            case Quote.Unknown(String reason) -> Answer.unknown(reason);
            case Quote.Known known ->
                known.in(zone)
                        .map(usd -> new Answer(
                                usd,
                                zone == null ? shown(known.zones()) : Map.of(),
                                known.source(),
                                Optional.of(known.at())))
                        .orElse(Answer.unknown(known.source() + ", which has none in " + zone));
        };
    }

    private static Map<String, String> shown(Map<String, Usd> zones) {
        Map<String, String> shown = new LinkedHashMap<>();
        zones.keySet().stream().sorted().forEach(zone -> shown.put(zone, String.valueOf(zones.get(zone))));
        return shown;
    }

    private static Answer volumes(Optional<List<Made>> volumes, Map<Item, Quote> quotes) {
        if (volumes.isEmpty()) {
            return Answer.unknown("EC2 does not tell the image's volumes");
        }
        Usd sum = Usd.ZERO;
        for (Made volume : volumes.get()) {
            if (volume.sizeGib() == null || volume.hasMore()) {
                return Answer.unknown(
                        volume.sizeGib() == null
                                ? "the image does not tell a volume's size; give --volume-size"
                                : "the image has a " + volume.type() + " volume with paid operations or throughput");
            }
            switch (quote(new Item.Volume(volume.type()), quotes)) {
                case Quote.Unknown(String reason) -> {
                    return Answer.unknown(reason);
                }
                case Quote.Known known -> sum = sum.plus(perHour(known.usd(), volume.sizeGib()));
            }
        }
        return new Answer(sum, Map.of(), "", Optional.empty());
    }

    private static Quote quote(Item item, Map<Item, Quote> quotes) {
        return quotes.getOrDefault(item, new Quote.Unknown("nobody asked for " + item));
    }

    private static Usd perHour(Usd month, int gib) {
        return new Usd(BigDecimal.valueOf(Math.multiplyExact(month.micros(), gib))
                .divide(BigDecimal.valueOf(HOURS_PER_MONTH), 0, RoundingMode.CEILING)
                .longValueExact());
    }

    private static String source(Answer compute, Answer volumes) {
        String source =
                volumes.source().isEmpty() ? compute.source() : compute.source() + "; volumes " + volumes.source();
        return Printable.of(source, LONGEST_SOURCE);
    }

    private static Optional<String> refusal(Usd limit, JsonObject candidate, Price price) {
        String what = candidate.string("instanceType") + " on " + candidate.string("market");
        Optional<Tariff> tariff = Tariff.of(price);
        if (tariff.isEmpty()) {
            return Optional.of("--cost-limit " + limit + ": the price of " + what + " is not known (" + price.source()
                    + "), so nobody could tell when it is reached; try again later, take what has a price, or launch"
                    + " without a limit: the deadline ends it all the same");
        }
        Usd minute = tariff.get().cost(LEAST, LEAST).sum();
        return limit.compareTo(minute) > 0
                ? Optional.empty()
                : Optional.of("--cost-limit " + limit + ": the first minute of " + what + ", the least that EC2 bills,"
                        + " costs " + Bill.shown(tariff.get().cost(LEAST, LEAST))
                        + "; allow more, or take a smaller one");
    }
}
