package host.spore.spawn.functions.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import host.spore.spawn.events.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What every {@link Executions} keeps, the fake as well as Step Functions. */
public abstract class ExecutionsContract {
    abstract Executions subject();

    /** A flow that is there. */
    abstract String flow();

    /** One that no other test uses. */
    abstract String freshName();

    private String execution(String name) {
        return flow().replace(":stateMachine:", ":execution:") + ":" + name;
    }

    @Test
    void whatIsStartedHasItsInput() {
        // Given
        String name = freshName();

        // When
        subject().start(flow(), name, JsonObject.parse("{\"a\":\"ü\"}"));

        // Then
        assertThat(subject().input(execution(name))).contains(JsonObject.parse("{\"a\":\"ü\"}"));
    }

    @Test
    void aNameIsStartedOnce() {
        // Given
        String name = freshName();
        subject().start(flow(), name, JsonObject.parse("{\"a\":1}"));

        // When, Then
        assertThatCode(() -> subject().start(flow(), name, JsonObject.parse("{\"a\":2}")))
                .doesNotThrowAnyException();
        assertThat(subject().input(execution(name))).contains(JsonObject.parse("{\"a\":1}"));
    }

    @Test
    void whatWasNeverStartedHasNone() {
        assertThat(subject().input(execution(freshName()))).isEmpty();
    }
}
