package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link Machines} keeps, the fake as well as Step Functions. */
public abstract class MachinesContract {
    static final String DEFINITION = """
            {"Comment": "Of a contract.", "QueryLanguage": "JSONata", "StartAt": "Done",
             "States": {"Done": {"Type": "Succeed"}}}
            """;

    private static final String ROLE = "arn:aws:iam::000000000000:role/contract";
    private static final Map<String, String> TAGS = Map.of("spawn", "true", "spawn:used-at", "2026-11-23");

    abstract Machines subject();

    /** A name that no other test uses. */
    protected abstract String freshName();

    /** Of a {@code stateMachine} or an {@code activity}. */
    protected abstract String arn(String kind, String name);

    protected abstract Map<String, String> tags(String arn);

    protected boolean keepsTagsOfActivities() {
        return true;
    }

    @Test
    void aMachineIsThereOnceItIsMade() {
        // Given
        String name = freshName();
        String arn = arn("stateMachine", name);
        assertThat(subject().isThere(arn)).isFalse();

        // When
        subject().makeMachine(name, DEFINITION, ROLE, TAGS);

        // Then
        assertThat(subject().isThere(arn)).isTrue();
        assertThat(tags(arn)).containsAllEntriesOf(TAGS);
    }

    @Test
    void anActivityIsThereOnceItIsMade() {
        // Given
        String name = freshName();
        String arn = arn("activity", name);
        assertThat(subject().isThere(arn)).isFalse();

        // When
        subject().makeActivity(name, TAGS);

        // Then
        assertThat(subject().isThere(arn)).isTrue();
        if (keepsTagsOfActivities()) {
            assertThat(tags(arn)).containsAllEntriesOf(TAGS);
        }
    }

    /** Two runs of one queue may begin at once on a new deployment. */
    @Test
    void madeTwiceItIsNoError() {
        // Given
        String name = freshName();
        subject().makeMachine(name, DEFINITION, ROLE, TAGS);
        subject().makeActivity(name, TAGS);

        // When, Then
        assertThatCode(() -> {
                    subject().makeMachine(name, DEFINITION, ROLE, TAGS);
                    subject().makeActivity(name, TAGS);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aTagIsReplaced() {
        // Given
        String name = freshName();
        subject().makeMachine(name, DEFINITION, ROLE, TAGS);

        // When
        subject().tag(arn("stateMachine", name), Map.of("spawn:used-at", "2026-12-24"));

        // Then
        assertThat(tags(arn("stateMachine", name)))
                .containsEntry("spawn", "true")
                .containsEntry("spawn:used-at", "2026-12-24");
    }
}
