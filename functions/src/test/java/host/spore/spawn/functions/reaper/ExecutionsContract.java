package host.spore.spawn.functions.reaper;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link Executions} keeps, the fake as well as Step Functions. */
abstract class ExecutionsContract {
    protected static final String CORRELATION = "correlation";
    private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");

    protected abstract Executions subject();

    /** The flow whose executions the others here make. */
    protected abstract String flowArn();

    /** A command whose execution has failed by now. */
    protected abstract String failed(JsonObject input);

    /** A command whose execution runs, and goes on. */
    protected abstract String running();

    /** A command whose execution has succeeded by now. */
    protected abstract String succeeded();

    /** An instance that no other test uses. */
    protected abstract InstanceId freshInstance();

    /** Ends its running watch, and waits for that. */
    protected abstract void endWatch(InstanceId id, long generation);

    /** What the intake was handed so far. */
    protected abstract List<JsonObject> handedToTheIntake();

    @Test
    void listsWhatFailedAndNothingElse() {
        // Given
        String failed = failed(input());
        String running = running();
        String succeeded = succeeded();

        // When
        List<String> listed = subject().failedSince(flowArn(), LONG_AGO).stream()
                .map(Executions.Failed::commandId)
                .toList();

        // Then
        assertThat(listed).contains(failed).doesNotContain(running, succeeded);
        assertThat(subject().failedSince(flowArn(), NEVER)).isEmpty();
    }

    @Test
    void readsWhatItWasStartedWithAndHowItEnded() {
        // Given
        JsonObject input = input();
        String command = failed(input);
        Executions.Failed execution = subject().failedSince(flowArn(), LONG_AGO).stream()
                .filter(one -> one.commandId().equals(command))
                .findFirst()
                .orElseThrow();

        // When
        Executions.Details details = subject().read(execution);

        // Then
        assertThat(details.input()).isEqualTo(input);
        assertThat(details.reason()).contains("the flow ended without an outcome (FAILED");
    }

    @Test
    void knowsWhetherALaunchStillRuns() {
        assertThat(subject().isLaunching(running())).isTrue();
        assertThat(subject().isLaunching(failed(input()))).isFalse();
        assertThat(subject().isLaunching(succeeded())).isFalse();
        assertThat(subject().isLaunching("never-started")).isFalse();
    }

    @Test
    void handsAnEventToTheIntake() {
        // Given
        JsonObject event =
                JsonObject.builder().put("id", freshInstance().value()).build();

        // When
        subject().startIntake(event);

        // Then
        assertThat(handedToTheIntake()).contains(event);
    }

    @Test
    void aWatchThatIsStartedRunsUnderItsName() {
        // Given
        InstanceId id = freshInstance();

        // When
        boolean started = subject().watch(id, 3, "demo", CORRELATION);

        // Then
        assertThat(started).isTrue();
        assertThat(subject().isWatched(id, 3)).isTrue();
        assertThat(subject().isWatched(id, 2)).isFalse();
        assertThat(subject().watches()).contains(id + "-3").doesNotContain(id + "-2");
    }

    @Test
    void theSameWatchTwiceIsOne() {
        // Given
        InstanceId id = freshInstance();
        subject().watch(id, 1, "demo", CORRELATION);

        // When
        boolean again = subject().watch(id, 1, "demo", CORRELATION);

        // Then
        assertThat(again).isTrue();
        assertThat(Set.copyOf(subject().watches()))
                .filteredOn(watch -> watch.startsWith(id.value()))
                .hasSize(1);
    }

    @Test
    void aNameThatIsUsedUpStartsNothing() {
        // Given
        InstanceId id = freshInstance();
        subject().watch(id, 1, "demo", CORRELATION);
        endWatch(id, 1);

        // When
        boolean again = subject().watch(id, 1, "demo", CORRELATION);

        // Then
        assertThat(again).isFalse();
        assertThat(subject().isWatched(id, 1)).isFalse();
        assertThat(subject().watches()).doesNotContain(id + "-1");
        assertThat(subject().watch(id, 2, "demo", CORRELATION)).isTrue();
    }

    private JsonObject input() {
        return JsonObject.builder().put("fails", freshInstance().value()).build();
    }
}
