package host.spore.spawn.functions.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link Inbox} keeps, the fake as well as SQS. */
public abstract class InboxContract {
    /** Longer than any of these tests. */
    private static final Duration LATER = Duration.ofHours(1);

    abstract Inbox subject();

    /** A letter that was delivered just now, and that nobody else sees for an hour. */
    abstract Letter delivered();

    /** Whether it may be delivered now. */
    abstract boolean isDue(Letter letter);

    /** Somebody has taken it. */
    abstract void take(Letter letter);

    @Test
    void whatIsToComeAtOnceIsDueAndWhatIsToComeLaterIsNot() {
        // Given
        Letter now = delivered();
        Letter later = delivered();
        assertThat(isDue(now)).isFalse();

        // When
        subject().comeAgain(Map.of(now, Duration.ZERO, later, LATER));

        // Then
        assertThat(isDue(now)).isTrue();
        assertThat(isDue(later)).isFalse();
    }

    @Test
    void moreThanSqsTakesAtOnce() {
        // Given
        List<Letter> letters = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            letters.add(delivered());
        }
        Map<Letter, Duration> again = new LinkedHashMap<>();
        letters.forEach(letter -> again.put(letter, Duration.ZERO));

        // When
        subject().comeAgain(again);

        // Then
        assertThat(letters).allMatch(this::isDue);
    }

    @Test
    void oneThatIsTakenDoesNotHoldTheOthers() {
        // Given
        Letter taken = delivered();
        Letter other = delivered();
        take(taken);
        Map<Letter, Duration> again = new LinkedHashMap<>();
        again.put(taken, Duration.ZERO);
        again.put(other, Duration.ZERO);

        // When
        subject().comeAgain(again);

        // Then
        assertThat(isDue(taken)).isFalse();
        assertThat(isDue(other)).isTrue();
    }
}
