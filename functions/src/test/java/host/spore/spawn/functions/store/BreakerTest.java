package host.spore.spawn.functions.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void threeFailuresRefuseForAQuarterOfAnHourAfterTheLast() {
        Breaker breaker = unheard(failure("c1", 50), failure("c2", 30), failure("c3", 10));
        assertThat(breaker.openUntil(NOW)).contains(NOW.plus(Duration.ofMinutes(5)));
        assertThat(breaker.openUntil(NOW.plus(Duration.ofMinutes(5)))).isEmpty();
    }

    @Test
    void twoDoNot() {
        assertThat(unheard(failure("c1", 2), failure("c2", 1)).openUntil(NOW)).isEmpty();
    }

    @Test
    void whatIsAnHourAgoIsForgotten() {
        assertThat(unheard(failure("c1", 60), failure("c2", 2), failure("c3", 1))
                        .openUntil(NOW))
                .isEmpty();
    }

    @Test
    void oneThatIsToldTwiceCountsOnce() {
        assertThat(unheard(failure("c1", 3), failure("c1", 2), failure("c2", 1)).openUntil(NOW))
                .isEmpty();
    }

    @Test
    void bothKindsCount() {
        Breaker breaker = new Breaker(List.of(failure("c1", 3)), List.of(failure("c2", 2), failure("c3", 1)));
        assertThat(breaker.openUntil(NOW)).isPresent();
    }

    @Test
    void aFailureIsWrittenAndRead() {
        assertThat(Breaker.Failure.parse(failure("c1", 3).wire())).isEqualTo(failure("c1", 3));
    }

    @Test
    void thePartsOfATemplateDoNotRunIntoEachOther() {
        assertThat(Breaker.templateOf("ami-1", "t3.micro", "a", "b"))
                .isNotEqualTo(Breaker.templateOf("ami-1", "t3.micro", "ab", ""))
                .isEqualTo(Breaker.templateOf("ami-1", "t3.micro", "a", "b"));
    }

    private static Breaker unheard(Breaker.Failure... failures) {
        return new Breaker(List.of(failures), List.of());
    }

    private static Breaker.Failure failure(String commandId, int minutesAgo) {
        return new Breaker.Failure(commandId, NOW.minus(Duration.ofMinutes(minutesAgo)));
    }
}
