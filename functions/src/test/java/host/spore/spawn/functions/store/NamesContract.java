package host.spore.spawn.functions.store;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link Names} keeps, the fake as well as DynamoDB. */
public abstract class NamesContract {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");

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
        assertThat(subject().read(name)).contains(new Claim(name, "command-1", id, Optional.empty()));
    }

    @Test
    void aClaimMayHaveNoInstanceYet() {
        // Given
        Name name = freshName();

        // When
        claim(name, "command-1", null);

        // Then
        assertThat(subject().read(name)).contains(new Claim(name, "command-1", null, Optional.empty()));
    }

    @Test
    void everyNameInUseIsListed() {
        // Given
        Name name = freshName();
        Name other = freshName();
        claim(name, "command-1", null);
        claim(other, "command-2", ID);

        // When, Then
        assertThat(subject().all())
                .contains(
                        new Claim(name, "command-1", null, Optional.empty()),
                        new Claim(other, "command-2", ID, Optional.empty()));
    }

    @Test
    void aFreeNameAndOnesOwnCanBeTied() {
        // Given
        Name free = freshName();
        Name own = freshName();
        Name anothers = freshName();
        claim(own, "command-1", null);
        claim(anothers, "command-2", null);

        // When, Then
        assertThat(subject().tie(free, "command-1", ID)).isTrue();
        assertThat(subject().tie(own, "command-1", ID)).isTrue();
        assertThat(subject().tie(anothers, "command-1", ID)).isFalse();
        assertThat(subject().read(free)).contains(new Claim(free, "command-1", ID, Optional.empty()));
        assertThat(subject().read(own)).contains(new Claim(own, "command-1", ID, Optional.empty()));
        assertThat(subject().read(anothers)).contains(new Claim(anothers, "command-2", null, Optional.empty()));
    }

    @Test
    void onlyTheVeryClaimIsRemoved() {
        // Given: it was tied to an instance after it was read, and the other is a later launch's
        Name tied = freshName();
        Name anothers = freshName();
        Name own = freshName();
        Name withInstance = freshName();
        claim(tied, "command-1", ID);
        claim(anothers, "command-2", null);
        claim(own, "command-1", null);
        claim(withInstance, "command-1", ID);

        // When, Then
        assertThat(subject().remove(new Claim(tied, "command-1", null, Optional.empty())))
                .isFalse();
        assertThat(subject().remove(new Claim(anothers, "command-1", null, Optional.empty())))
                .isFalse();
        assertThat(subject().remove(new Claim(own, "command-1", null, Optional.empty())))
                .isTrue();
        assertThat(subject().remove(new Claim(withInstance, "command-1", ID, Optional.empty())))
                .isTrue();
        assertThat(subject().read(tied)).isPresent();
        assertThat(subject().read(anothers)).isPresent();
        assertThat(subject().read(own)).isEmpty();
        assertThat(subject().read(withInstance)).isEmpty();
    }
}
