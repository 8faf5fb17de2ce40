package host.spore.spawn.functions.wake;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What every {@link Callbacks} keeps, the fake as well as Step Functions. */
public abstract class CallbacksContract {
    private static final JsonObject ANSWER = JsonObject.parse("{\"a\":1}");

    protected abstract Callbacks subject();

    /** The token of an execution that waits. */
    protected abstract String parked();

    @Test
    void answersOnceAndIsTold() {
        // Given
        String token = parked();

        // When
        boolean first = subject().succeed(token, ANSWER);
        boolean second = subject().succeed(token, ANSWER);

        // Then
        assertThat(first).isTrue();
        assertThat(second).isFalse();
    }

    @Test
    void failsOnceAndIsTold() {
        // Given
        String token = parked();

        // When
        boolean first = subject().fail(token, "Launch.InstanceEnded", "it is gone");
        boolean second = subject().succeed(token, ANSWER);

        // Then
        assertThat(first).isTrue();
        assertThat(second).isFalse();
    }

    @Test
    void aTokenThatNobodyWaitsUnderIsHarmless() {
        assertThat(subject().succeed("no-such-token", ANSWER)).isFalse();
    }
}
