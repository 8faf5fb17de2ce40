package host.spore.spawn.functions.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.AlertChannel;
import host.spore.spawn.events.AlertFilter;
import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.AlertTarget;
import host.spore.spawn.events.DestinationId;
import host.spore.spawn.events.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link Destinations} keeps, the fake as well as DynamoDB. */
public abstract class DestinationsContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    abstract Destinations subject();

    /** One that no other test uses. */
    abstract DestinationId freshId();

    /** What was noted last. */
    abstract Optional<String> noted(DestinationId id);

    private Destination full() {
        return new Destination(
                freshId(),
                new AlertTarget(AlertChannel.HTTP, "https://example.org/alerts", "/spawn/alerts/key"),
                List.of(AlertKind.FAILED, AlertKind.SPOT),
                new AlertFilter("train-*", "ada", new Tags(Map.of("project", "genome", "a", "ü"))),
                Duration.ofMinutes(10));
    }

    private Destination least() {
        return new Destination(
                freshId(),
                new AlertTarget(AlertChannel.EMAIL, "ada@example.org", null),
                AlertKind.USUAL,
                AlertFilter.NONE,
                null);
    }

    @Test
    void whatIsPutIsThereAsItWas() {
        // Given
        Destination full = full();
        Destination least = least();

        // When
        subject().put(full, AT);
        subject().put(least, AT);

        // Then
        assertThat(subject().all()).contains(full, least);
        assertThat(subject().find(full.id())).contains(full);
        assertThat(subject().find(least.id())).contains(least);
        assertThat(subject().find(freshId())).isEmpty();
    }

    @Test
    void whatIsPutAgainIsReplaced() {
        // Given
        Destination first = full();
        subject().put(first, AT);
        Destination second = new Destination(first.id(), first.to(), List.of(AlertKind.COST), AlertFilter.NONE, null);

        // When
        subject().put(second, AT);

        // Then
        assertThat(subject().all()).contains(second).doesNotContain(first);
    }

    @Test
    void whatIsRemovedIsGoneAndOnceOnly() {
        // Given
        Destination destination = least();
        subject().put(destination, AT);

        // When
        boolean first = subject().remove(destination.id());
        boolean second = subject().remove(destination.id());

        // Then
        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(subject().all()).doesNotContain(destination);
    }

    @Test
    void theLastWordIsNotedAndMakesNothing() {
        // Given
        Destination destination = least();
        subject().put(destination, AT);
        DestinationId nobody = freshId();

        // When
        subject().note(destination.id(), "it answered 503", AT);
        subject().note(destination.id(), "delivered", AT);
        subject().note(nobody, "delivered", AT);

        // Then
        assertThat(noted(destination.id())).contains("delivered");
        assertThat(subject().all())
                .contains(destination)
                .noneMatch(found -> found.id().equals(nobody));
    }
}
