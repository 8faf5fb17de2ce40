package host.spore.spawn.functions.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What every {@link Topics} keeps, the fake as well as SNS. */
public abstract class TopicsContract {
    abstract Topics subject();

    /** One that is there. */
    abstract String topic();

    /** What a subscriber of that topic got first, subject and message. */
    abstract String received();

    @Test
    void aMessageArrives() {
        // Given
        String topic = topic();

        // When
        String id = subject().publish(topic, "spawn: demo is ready", "demo is ready\nü\n");

        // Then
        assertThat(id).isNotEmpty();
        assertThat(received()).isEqualTo("spawn: demo is ready|demo is ready\nü\n");
    }

    @Test
    void aTopicThatIsNotThereTakesNone() {
        String topic = topic() + "-gone";
        assertThatThrownBy(() -> subject().publish(topic, "s", "m"))
                .isInstanceOf(NotTakenException.class)
                .hasMessageContaining("-gone");
    }
}
