package host.spore.spawn.functions.array;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Name;
import org.junit.jupiter.api.Test;

/** What every {@link LaunchCommands} keeps, the fake as well as Step Functions. */
abstract class LaunchCommandsContract {
    protected abstract LaunchCommands subject();

    /** A launch whose execution is known. */
    protected abstract String known(Name name);

    @Test
    void aLaunchIsFoundByItsCommand() {
        // Given
        Name name = new Name("contract");
        String command = known(name);

        // When, Then
        assertThat(subject().find(command)).map(LaunchInstance::name).contains(name);
    }

    @Test
    void whatIsNotKnownIsNotFound() {
        assertThat(subject().find("nobody-has-said-this")).isEmpty();
    }
}
