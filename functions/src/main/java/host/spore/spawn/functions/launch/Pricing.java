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
        // An answer that is missing, or was refused, is not asked for again with every candidate of the same image.
        Map<String, Optional<List<ImageVolumes.Volume>>> asked = new HashMap<>();
        List<LaunchCost.Wanted> wanted = plan.objects("candidates").stream()
                .map(candidate -> new LaunchCost.Wanted(
                        candidate,
                        LaunchCost.volumes(
                                command,
                                asked.computeIfAbsent(imageOf(candidate, plan), imageId -> images(command, imageId)),
                                candidate
                                        .optionalInteger("hibernationGib")
                                        .map(Math::toIntExact)
                                        .orElse(null))))
                .toList();
        String limit = command.purchase().costLimit();
        Map<Item, Quote> quotes = prices.of(LaunchCost.items(wanted), limit == null ? WITHOUT_LIMIT : WITH_LIMIT);
        return switch (LaunchCost.decide(command, wanted, quotes, clock.instant())) {
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

    private static String imageOf(JsonObject candidate, JsonObject plan) {
        return plan.object("platforms").object(candidate.string("architecture")).string("imageId");
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
