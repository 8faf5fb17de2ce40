package host.spore.spawn.functions.store;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link Names} keeps, the fake as well as DynamoDB. */
public abstract class NamesContract {
    protected abstract Names subject();

    /** Claims the name as the launch flow does. */
    protected abstract void claim(Name name, String commandId, @Nullable InstanceId instance);

    /** A name that no other test uses. */
    protected abstract Name freshName();

    @Test
    void aNameThatNobodyClaimedIsFree() {
        assertThat(subject().read(freshName())).isEmpty();
    }

    @Test
    void aClaimTellsItsCommandAndItsInstance() {
        // Given
        Name name = freshName();
        InstanceId id = new InstanceId("i-0123456789abcdef0");

        // When
        claim(name, "command-1", id);

        // Then
        assertThat(subject().read(name)).contains(new Claim("command-1", id));
    }

    @Test
    void aClaimMayHaveNoInstanceYet() {
        // Given
        Name name = freshName();

        // When
        claim(name, "command-1", null);

        // Then
        assertThat(subject().read(name)).contains(new Claim("command-1", null));
    }
}
