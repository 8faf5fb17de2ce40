package host.spore.spawn.functions.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What every {@link Flows} tells, the fake as well as Step Functions. */
public abstract class FlowsContract {
    abstract Flows subject();

    /** Begins an execution of that name, which goes on until it is ended. */
    protected abstract String started();

    protected abstract void end(String commandId);

    @Test
    void oneThatGoesOnRunsAndOneThatHasEndedDoesNot() {
        // Given
        String going = started();
        String ended = started();
        end(ended);

        // When, Then
        assertThat(subject().isRunning(going)).isTrue();
        assertThat(subject().isRunning(ended)).isFalse();
        assertThat(subject().isRunning("never-was")).isFalse();
        end(going);
    }
}
