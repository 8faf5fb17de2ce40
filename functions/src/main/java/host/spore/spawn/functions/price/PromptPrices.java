package host.spore.spawn.functions.price;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Prices for those who cannot wait: remembered for a while, asked for all at once, and given up on after a time. What is
 * given up on goes on being asked, for whoever comes next.
 */
public final class PromptPrices {
    /** AWS changes its list now and then, and gives notice; the spot market moves all day. */
    private static final Duration LISTED_KEPT = Duration.ofHours(6);

    private static final Duration SPOT_KEPT = Duration.ofMinutes(5);

    /** Not asked again with every launch while AWS does not answer, or does not know. */
    private static final Duration FAILURE_KEPT = Duration.ofSeconds(30);

    private final Prices prices;
    private final InstantSource clock;
    private final Executor executor;
    private final Map<Item, Asked> asked = new ConcurrentHashMap<>();

    private record Asked(Instant at, CompletableFuture<Quote> answer) {}

    /** @param executor on which AWS is asked */
    public PromptPrices(Prices prices, InstantSource clock, Executor executor) {
        this.prices = prices;
        this.clock = clock;
        this.executor = executor;
    }

    /**
     * All of them, within the time.
     *
     * @param atMost for all of them together
     * @return one for each item; what did not come in time, or failed, is unknown
     */
    public Map<Item, Quote> of(Collection<? extends Item> items, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        Map<Item, CompletableFuture<Quote>> answers = new LinkedHashMap<>();
        items.forEach(item -> answers.put(item, ask(item)));
        Map<Item, Quote> quotes = new LinkedHashMap<>();
        answers.forEach((item, answer) -> quotes.put(item, await(item, answer, end - System.nanoTime(), atMost)));
        return quotes;
    }

    private CompletableFuture<Quote> ask(Item item) {
        Instant now = clock.instant();
        Asked fresh = new Asked(now, new CompletableFuture<>());
        Asked chosen =
                asked.compute(item, (same, before) -> before != null && isFresh(item, before, now) ? before : fresh);
        // Outside of the map's lock: an executor may run it at once.
        return chosen.equals(fresh) ? fresh.answer().completeAsync(() -> prices.of(item), executor) : chosen.answer();
    }

    private static boolean isFresh(Item item, Asked before, Instant now) {
        Duration kept = switch (item) {
            case Item.Spot spot -> SPOT_KEPT;
            case Item.OnDemand onDemand -> LISTED_KEPT;
            case Item.Volume volume -> LISTED_KEPT;
        };
        boolean isKnown = before.answer().state() == Future.State.SUCCESS
                && before.answer().resultNow() instanceof Quote.Known;
        return now.isBefore(before.at().plus(isKnown ? kept : FAILURE_KEPT));
    }

    private static Quote await(Item item, CompletableFuture<Quote> answer, long nanos, Duration atMost) {
        try {
            return answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            return new Quote.Unknown(
                    "AWS did not tell the price of " + shown(item) + " within " + atMost.toMillis() + " ms");
        } catch (ExecutionException failure) {
            // An error of ours would be hidden in here, so its name is told, too.
            return new Quote.Unknown("AWS could not be asked for the price of " + shown(item) + ": "
                    + (failure.getCause() == null ? failure : failure.getCause()));
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return new Quote.Unknown("the price of " + shown(item) + " was not waited for");
        }
    }

    private static String shown(Item item) {
        return switch (item) {
            case Item.OnDemand(String type) -> "on-demand " + type;
            case Item.Spot(String type) -> "spot " + type;
            case Item.Volume(String type) -> type + " volumes";
        };
    }
}
