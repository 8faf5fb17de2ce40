package host.spore.spawn.functions.launch;

import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Usd;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.price.Item;
import host.spore.spawn.functions.price.PromptPrices;
import host.spore.spawn.functions.price.Quote;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Puts the prices into a plan. */
final class Pricing {
    /**
     * For a launch that only wants to know. The Pricing API answers in some hundred milliseconds, and its answers are
     * remembered: this is for the days when it does not.
     */
    private static final Duration WITHOUT_LIMIT = Duration.ofMillis(1_500);

    /** For one that cannot go on without; the function has a minute. */
    private static final Duration WITH_LIMIT = Duration.ofSeconds(25);

    private final ImageVolumes images;
    private final PromptPrices prices;
    private final InstantSource clock;

    Pricing(ImageVolumes images, PromptPrices prices, InstantSource clock) {
        this.images = images;
        this.prices = prices;
        this.clock = clock;
    }

    LaunchPlan.Decision price(LaunchInstance command, JsonObject plan) {
        JsonArray candidates = new JsonArray(plan.array("candidates"));
        JsonObject platforms = plan.object("platforms");
        Map<String, Optional<List<ImageVolumes.Volume>>> known = new HashMap<>();
        Function<JsonObject, Optional<List<LaunchCost.Made>>> volumes = candidate -> LaunchCost.volumes(
                command,
                known.computeIfAbsent(
                        platforms.object(candidate.string("architecture")).string("imageId"),
                        imageId -> images(command, imageId)),
                candidate.optionalInteger("hibernationGib").map(Math::toIntExact).orElse(null));
        String limit = command.purchase().costLimit();
        Map<Item, Quote> quotes =
                prices.of(LaunchCost.items(candidates, volumes), limit == null ? WITHOUT_LIMIT : WITH_LIMIT);
        return switch (LaunchCost.decide(command, candidates, volumes, quotes, clock.instant())) {
            case LaunchCost.Priced.Refused(String reason) -> new LaunchPlan.Decision.Refused(reason);
            case LaunchCost.Priced.All(JsonArray priced) ->
                new LaunchPlan.Decision.Planned(JsonObject.builder()
                        .putAll(plan)
                        .put("candidates", priced)
                        .put(
                                "costLimit",
                                limit == null ? null : Usd.parse(limit).toString())
                        .build());
        };
    }

    private Optional<List<ImageVolumes.Volume>> images(LaunchInstance command, String imageId) {
        try {
            return images.of(imageId);
        } catch (RuntimeException failure) {
            if (command.purchase().costLimit() != null) {
                throw failure;
            }
            // Whoever set no limit is launched all the same; the price then says that this is unknown.
            return Optional.empty();
        }
    }
}
