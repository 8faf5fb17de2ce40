package host.spore.spawn.functions.reaper;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.functions.reaper.LastListed.Listing;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every {@link LastListed} keeps, the fake as well as DynamoDB. */
public abstract class LastListedContract {
    private static final Instant AT = Instant.parse("2026-11-26T12:00:00Z");

    /** One that nobody has noted anything in. */
    abstract LastListed subject();

    @Test
    void nothingUntilItIsNotedAndThenTheLastOne() {
        // Given
        LastListed subject = subject();

        // When, Then
        assertThat(subject.read()).isEmpty();
        subject.note(new Listing("one", AT));
        assertThat(subject.read()).contains(new Listing("one", AT));
        subject.note(new Listing("other", AT.plusSeconds(1)));
        assertThat(subject.read()).contains(new Listing("other", AT.plusSeconds(1)));
    }
}
