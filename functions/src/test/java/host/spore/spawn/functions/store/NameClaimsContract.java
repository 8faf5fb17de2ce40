package host.spore.spawn.functions.store;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link NameClaims} keeps, the fake as well as DynamoDB. */
public abstract class NameClaimsContract {
    private static final Instant AT = Instant.parse("2026-11-27T10:00:00Z");
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");

    protected abstract NameClaims subject();

    /** The same table. */
    protected abstract Names names();

    /** A name that no other test uses. */
    protected abstract Name freshName();

    @Test
    void aFreeNameAndOnesOwnCanBeTaken() {
        // Given
        Name free = freshName();
        Name own = freshName();
        Name anothers = freshName();
        subject().take(own, "command-1", AT);
        names().tie(own, "command-1", ID);
        subject().take(anothers, "command-2", AT);

        // When, Then
        assertThat(subject().take(free, "command-1", AT)).isTrue();
        assertThat(subject().take(free, "command-1", AT.plusSeconds(1))).isTrue();
        assertThat(subject().take(own, "command-1", AT)).isTrue();
        assertThat(subject().take(anothers, "command-1", AT)).isFalse();
        assertThat(names().read(free)).contains(new Claim(free, "command-1", null, Optional.of(AT)));
        // A claim that is made again does not lose the instance that it was tied to meanwhile.
        assertThat(names().read(own)).map(Claim::instanceId).contains(ID);
        assertThat(names().read(anothers)).contains(new Claim(anothers, "command-2", null, Optional.of(AT)));
    }
}
