package host.spore.spawn.functions.price;

import host.spore.spawn.events.Usd;
import host.spore.spawn.functions.lambda.Faults;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link Prices} in memory: those of {@code prices/products.json}, unless told otherwise. */
public final class FakePrices implements Prices {
    public final Faults faults = new Faults();
    public final List<Item> asked = new ArrayList<>();

    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private final Map<Item, Quote> quotes = new LinkedHashMap<>();

    public FakePrices() {
        put(new Item.OnDemand("t3.micro"), "0.0104");
        put(new Item.OnDemand("c7i.large"), "0.08925");
        put(new Item.OnDemand("c7a.large"), "0.10264");
        put(new Item.OnDemand("p4d.24xlarge"), "21.957642");
        put(new Item.Volume("gp3"), "0.08");
        put(new Item.Volume("gp2"), "0.1");
        spot("t3.micro", Map.of("us-east-1a", "0.0031", "us-east-1b", "0.0042"));
    }

    public FakePrices put(Item item, String usd) {
        quotes.put(item, new Quote.Known(Usd.parse(usd), Map.of(), "a list", AT));
        return this;
    }

    public FakePrices forget(Item item) {
        quotes.remove(item);
        return this;
    }

    public FakePrices spot(String type, Map<String, String> zones) {
        Map<String, Usd> prices = new LinkedHashMap<>();
        zones.forEach((zone, usd) -> prices.put(zone, Usd.parse(usd)));
        Usd dearest = prices.values().stream().max(Usd::compareTo).orElseThrow();
        quotes.put(new Item.Spot(type), new Quote.Known(dearest, prices, "a history", AT));
        return this;
    }

    @Override
    public Quote of(Item item) {
        asked.add(item);
        faults.enter();
        return quotes.getOrDefault(item, new Quote.Unknown("no price for " + item));
    }
}
