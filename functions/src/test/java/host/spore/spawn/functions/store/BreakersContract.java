package host.spore.spawn.functions.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every {@link Breakers} keeps, the fake as well as DynamoDB. */
public abstract class BreakersContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    protected abstract Breakers subject();

    /** One that no other test uses. */
    protected abstract String freshTemplate();

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(subject().read(freshTemplate())).isEqualTo(Breaker.CLOSED);
    }

    @Test
    void countsEachOnceAndByItsKind() {
        // Given
        String template = freshTemplate();
        Breaker.Failure one = new Breaker.Failure("c1", AT);
        Breaker.Failure other = new Breaker.Failure("c2", AT.plusSeconds(1));

        // When
        subject().count(template, Breaker.Kind.UNHEARD, one);
        subject().count(template, Breaker.Kind.UNHEARD, other);
        subject().count(template, Breaker.Kind.UNHEARD, one);
        subject().count(template, Breaker.Kind.UNSTEADY, one);

        // Then
        Breaker breaker = subject().read(template);
        assertThat(breaker.unheard()).containsExactlyInAnyOrder(one, other);
        assertThat(breaker.unsteady()).containsExactly(one);
    }
}
