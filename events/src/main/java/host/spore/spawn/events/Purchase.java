package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a launch pays, and for how long it tries.
 *
 * @param spot a one-time spot request
 * @param onDemandFallback where there is no spot capacity for any of the types, on-demand is tried
 * @param spotMaxPrice US dollars an hour above which there is no spot capacity, for example 0.12; on-demand's when absent
 * @param patience for so long the candidates are tried again and again while none has capacity; each once when absent
 * @param costLimit US dollars, for computing and volumes together, after which the instance ends, before its deadline if
 *     need be; none when absent
 */
public record Purchase(
        boolean spot,
        boolean onDemandFallback,
        @Nullable String spotMaxPrice,
        @Nullable SpawnDuration patience,
        @Nullable String costLimit) {
    /** On demand, each candidate once. */
    public static final Purchase ON_DEMAND = new Purchase(false, false, null, null, null);

    private static final Pattern PRICE = Pattern.compile("(?=.*[1-9])[0-9]{1,4}(\\.[0-9]{1,5})?");
    private static final Pattern LIMIT = Pattern.compile("(?=.*[1-9])[0-9]{1,6}(\\.[0-9]{1,2})?");

    /** An hour less than the launch flow itself may take. */
    private static final SpawnDuration MAX_PATIENCE = SpawnDuration.parse("3h");

    public Purchase {
        if (patience != null) {
            checkedPatience(patience);
        }
        if (costLimit != null) {
            checkedCostLimit(costLimit);
        }
        if (spotMaxPrice != null) {
            checkedPrice(spotMaxPrice);
            if (!spot) {
                throw new Refusal(
                        "--spot-max-price " + spotMaxPrice + ": on-demand has one price; give --spot, or leave it out");
            }
        }
        if (onDemandFallback && !spot) {
            throw new Refusal("--on-demand-fallback: without --spot on-demand is what is asked for; give --spot, or"
                    + " leave it out");
        }
    }

    /** In the order in which they are tried. */
    public List<Market> markets() {
        if (!spot) {
            return List.of(Market.ON_DEMAND);
        }
        return onDemandFallback ? List.of(Market.SPOT, Market.ON_DEMAND) : List.of(Market.SPOT);
    }

    public static SpawnDuration checkedPatience(SpawnDuration patience) {
        if (patience.value().compareTo(MAX_PATIENCE.value()) > 0) {
            throw new Refusal("\"" + patience + "\": at most " + MAX_PATIENCE);
        }
        return patience;
    }

    public static String checkedPrice(String text) {
        if (!PRICE.matcher(text).matches()) {
            throw new Refusal("\"" + Printable.of(text) + "\": US dollars an hour, for example 0.12");
        }
        return text;
    }

    public static String checkedCostLimit(String text) {
        if (!LIMIT.matcher(text).matches()) {
            throw new Refusal("\"" + Printable.of(text) + "\": US dollars, for example 20 or 2.50");
        }
        return text;
    }

    static Purchase read(JsonObject detail) {
        return new Purchase(
                detail.bool("spot", false),
                detail.bool("onDemandFallback", false),
                Fields.optional(detail, "spotMaxPrice", Purchase::checkedPrice),
                Fields.optional(detail, "patience", text -> checkedPatience(SpawnDuration.parse(text))),
                Fields.optional(detail, "costLimit", Purchase::checkedCostLimit));
    }

    void write(JsonObject.Builder into) {
        into.put("spot", spot)
                .put("onDemandFallback", onDemandFallback)
                .put("spotMaxPrice", spotMaxPrice)
                .put("patience", Fields.text(patience))
                .put("costLimit", costLimit);
    }
}
