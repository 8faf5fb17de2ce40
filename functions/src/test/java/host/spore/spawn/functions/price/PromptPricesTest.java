package host.spore.spawn.functions.price;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.functions.lambda.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptPricesTest {
    private static final Item MICRO = new Item.OnDemand("t3.micro");
    private static final Item SPOT = new Item.Spot("t3.micro");
    private static final Item HUGE = new Item.OnDemand("x9.huge");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakePrices prices = new FakePrices();
    private final FakeClock clock = new FakeClock();
    private final PromptPrices prompt = new PromptPrices(prices, clock, Runnable::run);

    @Test
    void asksForEachOnceWhileItIsFresh() {
        // When
        prompt.of(List.of(MICRO, SPOT), LONG);
        prompt.of(List.of(MICRO, SPOT), LONG);

        // Then
        assertThat(prices.asked).containsExactly(MICRO, SPOT);
    }

    @ParameterizedTest
    @CsvSource({"t3.micro, 21599, 1", "t3.micro, 21600, 2", "x9.huge, 29, 1", "x9.huge, 30, 2"})
    void whatIsKnownIsKeptForHoursAndWhatIsNotForSeconds(String type, long seconds, int asked) {
        // Given
        prompt.of(List.of(new Item.OnDemand(type)), LONG);
        clock.advance(Duration.ofSeconds(seconds));

        // When
        prompt.of(List.of(new Item.OnDemand(type)), LONG);

        // Then
        assertThat(prices.asked).hasSize(asked);
    }

    @Test
    void theSpotMarketIsAskedAgainAfterMinutes() {
        // Given
        prompt.of(List.of(SPOT), LONG);
        clock.advance(Duration.ofMinutes(5));

        // When
        prompt.of(List.of(SPOT), LONG);

        // Then
        assertThat(prices.asked).hasSize(2);
    }

    @Test
    void anErrorIsUnknownAndTellsWhy() {
        // Given
        prices.faults.failNext(1);

        // When
        Map<Item, Quote> quotes = prompt.of(List.of(MICRO), LONG);

        // Then
        assertThat(quotes.get(MICRO))
                .isInstanceOfSatisfying(
                        Quote.Unknown.class,
                        unknown -> assertThat(unknown.reason())
                                .startsWith("AWS could not be asked for the price of on-demand t3.micro: "));
        assertThat(prompt.of(List.of(HUGE), LONG).get(HUGE)).isInstanceOf(Quote.Unknown.class);
    }

    @Test
    void whoCannotWaitIsToldSoAndTheNextOneFindsTheAnswer() throws InterruptedException {
        // Given: AWS answers when it is let
        CountDownLatch lets = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        PromptPrices slow = new PromptPrices(
                item -> {
                    awaitQuietly(lets);
                    return prices.of(item);
                },
                clock,
                task -> threads.add(Thread.startVirtualThread(task)));

        // When
        Map<Item, Quote> first = slow.of(List.of(MICRO), Duration.ofMillis(20));
        lets.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        Map<Item, Quote> second = slow.of(List.of(MICRO), Duration.ZERO);

        // Then
        assertThat(first.get(MICRO))
                .isEqualTo(new Quote.Unknown("AWS did not tell the price of on-demand t3.micro within 20 ms"));
        assertThat(second.get(MICRO)).isInstanceOf(Quote.Known.class);
        assertThat(prices.asked).hasSize(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
