package host.spore.spawn.functions.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.DestinationId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link Quiets} keeps, the fake as well as DynamoDB. */
public abstract class QuietsContract {
    private static final Instant UNTIL = Instant.parse("2026-11-23T12:10:00Z");
    private static final Instant NEXT = Instant.parse("2026-11-23T12:20:00Z");
    private static final AlertKind KIND = AlertKind.SPOT;

    abstract Quiets subject();

    /** One that no other test uses. */
    abstract DestinationId freshId();

    private static Quiets.Window window(Instant until, String opener, boolean holds) {
        return new Quiets.Window(until, opener, holds);
    }

    private DestinationId opened() {
        DestinationId id = freshId();
        assertThat(subject().open(id, KIND, Optional.empty(), window(UNTIL, "one", false)))
                .isTrue();
        return id;
    }

    @Test
    void aWindowIsOpenedOnceAndForOneKind() {
        // Given
        DestinationId id = opened();

        // When
        boolean again = subject().open(id, KIND, Optional.empty(), window(NEXT, "two", false));

        // Then
        assertThat(again).isFalse();
        assertThat(subject().read(id, KIND)).contains(window(UNTIL, "one", false));
        assertThat(subject().read(id, AlertKind.COST)).isEmpty();
        assertThat(subject().read(freshId(), KIND)).isEmpty();
    }

    @Test
    void anEndedWindowThatHoldsNothingIsReplaced() {
        // Given
        DestinationId id = opened();

        // When
        boolean replaced = subject().open(id, KIND, subject().read(id, KIND), window(NEXT, "two", false));

        // Then
        assertThat(replaced).isTrue();
        assertThat(subject().read(id, KIND)).contains(window(NEXT, "two", false));
    }

    /** Or what it holds would be forgotten. */
    @Test
    void aWindowThatHoldsSomethingIsNotReplaced() {
        // Given
        DestinationId id = opened();
        Optional<Quiets.Window> read = subject().read(id, KIND);
        subject().hold(id, KIND, UNTIL, "two");

        // When
        boolean replaced = subject().open(id, KIND, read, window(NEXT, "three", false));

        // Then
        assertThat(replaced).isFalse();
        assertThat(subject().read(id, KIND)).contains(window(UNTIL, "one", true));
    }

    @Test
    void whatIsHeldBackIsTakenOnceAndTheSameAgain() {
        // Given
        DestinationId id = opened();
        subject().hold(id, KIND, UNTIL, "three");
        subject().hold(id, KIND, UNTIL, "two");
        subject().hold(id, KIND, UNTIL, "three");

        // When
        var first = subject().close(id, KIND, UNTIL, NEXT);
        var again = subject().close(id, KIND, UNTIL, NEXT.plusSeconds(1));

        // Then
        assertThat(first).containsExactly("three", "two");
        assertThat(again).isEqualTo(first);
        assertThat(subject().read(id, KIND)).hasValueSatisfying(window -> {
            assertThat(window.until()).isEqualTo(NEXT);
            assertThat(window.holds()).isFalse();
        });
    }

    /** The race of a late one with the end: it is told by itself, and not lost. */
    @Test
    void nothingIsHeldInAWindowThatIsClosed() {
        // Given
        DestinationId id = opened();
        subject().hold(id, KIND, UNTIL, "two");
        subject().close(id, KIND, UNTIL, NEXT);

        // When
        boolean held = subject().hold(id, KIND, UNTIL, "three");

        // Then
        assertThat(held).isFalse();
        assertThat(subject().close(id, KIND, UNTIL, NEXT)).containsExactly("two");
    }

    @Test
    void anEmptyWindowIsLeftAsItIs() {
        // Given
        DestinationId id = opened();

        // When
        var causes = subject().close(id, KIND, UNTIL, NEXT);

        // Then
        assertThat(causes).isEmpty();
        assertThat(subject().read(id, KIND)).contains(window(UNTIL, "one", false));
    }
}
