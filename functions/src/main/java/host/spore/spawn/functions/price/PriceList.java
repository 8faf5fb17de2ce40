package host.spore.spawn.functions.price;

import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.Usd;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the Pricing API's products: JSON in a string, each with its terms, each of those with its dimensions.
 *
 * @see <a href="https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html">examples</a>
 */
final class PriceList {
    private PriceList() {}

    /**
     * The one price of on-demand that all products agree on. Filters that let through more than was meant would otherwise
     * pick one of several prices by chance.
     *
     * @param products as the API answers
     * @param unit that is paid for: {@code Hrs}, {@code GB-Mo}
     * @return the price, or why there is none
     */
    static Read read(List<String> products, String unit) {
        Set<Usd> prices = new TreeSet<>();
        List<String> unreadable = new ArrayList<>();
        for (String product : products) {
            try {
                prices.addAll(onDemand(JsonObject.parse(product), unit));
            } catch (JsonException | Refusal notAsDocumented) {
                unreadable.add(String.valueOf(notAsDocumented.getMessage()));
            }
        }
        if (!unreadable.isEmpty()) {
            return new Read.None("a product of the price list is not as documented: " + unreadable.getFirst());
        }
        if (prices.size() > 1) {
            return new Read.None("the price list has several prices: " + prices);
        }
        return prices.stream()
                .findFirst()
                .<Read>map(Read.One::new)
                .orElse(new Read.None("the price list has none in US dollars"));
    }

    /** What was read. */
    sealed interface Read {
        /** @param usd for one unit */
        record One(Usd usd) implements Read {}

        /** @param reason for people */
        record None(String reason) implements Read {}
    }

    private static List<Usd> onDemand(JsonObject product, String unit) {
        List<Usd> prices = new ArrayList<>();
        Optional<JsonObject> terms = product.object("terms").optionalObject("OnDemand");
        for (JsonObject term : terms.map(PriceList::members).orElse(List.of())) {
            for (JsonObject dimension : members(term.object("priceDimensions"))) {
                Optional<String> usd = dimension.object("pricePerUnit").optionalString("USD");
                // Of an hour that somebody has paid for already (a reservation, a licence's) there are products at 0.
                if (dimension.string("unit").equals(unit) && usd.isPresent()) {
                    Usd price = Usd.parse(usd.get());
                    if (price.micros() > 0) {
                        prices.add(price);
                    }
                }
            }
        }
        return prices;
    }

    /** Terms and dimensions are keyed by codes that nobody knows beforehand. */
    private static List<JsonObject> members(JsonObject keyed) {
        List<JsonObject> members = new ArrayList<>();
        for (Json member : keyed.members().values()) {
            if (!(member instanceof JsonObject object)) {
                throw new JsonException("expected an object, got " + member.kind());
            }
            members.add(object);
        }
        return members;
    }
}
