package host.spore.spawn.functions.reaper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link DeadLetters} keeps, the fake as well as SQS. */
abstract class DeadLettersContract {
    /** More than one look brings. */
    private static final int MANY = 25;

    protected abstract DeadLetters subject();

    protected abstract void empty();

    protected abstract void put(String body);

    /** How many there are, those that are hidden included. */
    protected abstract int left();

    @BeforeEach
    void beginWithNone() {
        empty();
    }

    @Test
    void thereAreNone() {
        assertThat(subject().receive()).isEmpty();
    }

    @Test
    void bringsEachOnceWhateverItIs() {
        // Given
        List<String> bodies = IntStream.range(0, MANY)
                .mapToObj(number -> "no JSON, \"" + number + "\" é")
                .toList();
        bodies.forEach(this::put);

        // When
        List<String> received =
                receiveAll().stream().map(DeadLetters.Letter::body).toList();

        // Then
        assertThat(received).containsExactlyInAnyOrderElementsOf(bodies);
    }

    @Test
    void whatIsReceivedIsHiddenAndStays() {
        // Given
        put("one");

        // When
        List<DeadLetters.Letter> received = subject().receive();

        // Then
        assertThat(received).hasSize(1);
        assertThat(subject().receive()).isEmpty();
        assertThat(left()).isOne();
    }

    @Test
    void whatIsDeletedIsGoneAndNothingElse() {
        // Given
        put("one");
        put("two");
        List<DeadLetters.Letter> received = receiveAll();

        // When
        subject().delete(received.getFirst());

        // Then
        assertThat(left()).isOne();
        subject().delete(received.getLast());
        assertThat(left()).isZero();
    }

    @Test
    void deletingTwiceIsNoError() {
        // Given
        put("one");
        DeadLetters.Letter letter = subject().receive().getFirst();
        subject().delete(letter);

        // When
        subject().delete(letter);

        // Then
        assertThat(left()).isZero();
    }

    private List<DeadLetters.Letter> receiveAll() {
        List<DeadLetters.Letter> all = new ArrayList<>();
        for (List<DeadLetters.Letter> some = subject().receive();
                !some.isEmpty();
                some = subject().receive()) {
            all.addAll(some);
        }
        return all;
    }
}
