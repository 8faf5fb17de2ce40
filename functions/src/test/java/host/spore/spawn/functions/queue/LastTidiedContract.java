package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every {@link LastTidied} keeps, the fake as well as DynamoDB. */
public abstract class LastTidiedContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    /** One that nobody has noted anything in. */
    abstract LastTidied subject();

    @Test
    void neverUntilItIsNotedAndThenTheLastTime() {
        // Given
        LastTidied subject = subject();

        // When, Then
        assertThat(subject.read()).isEmpty();
        subject.note(AT);
        assertThat(subject.read()).contains(AT);
        subject.note(AT.plusSeconds(1));
        assertThat(subject.read()).contains(AT.plusSeconds(1));
    }
}
