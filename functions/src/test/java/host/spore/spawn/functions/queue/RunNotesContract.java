package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link RunNotes} keeps, the fake as well as DynamoDB. */
abstract class RunNotesContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    abstract RunNotes subject();

    abstract RunRows rows();

    /** Of a run that no other test uses. */
    abstract String freshRun();

    abstract Optional<String> reason(String runId);

    @ParameterizedTest
    @EnumSource(names = {"STARTING", "RUNNING"})
    void aRunThatGoesOnSaysWhyItWaitsAndThatItDoesNotAnyMore(RunStatus status) {
        // Given
        String run = aRun(status);

        // When, Then
        subject().explain(run, Optional.of("no worker: no capacity"));
        assertThat(reason(run)).contains("no worker: no capacity");
        subject().explain(run, Optional.empty());
        assertThat(reason(run)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTING", "RUNNING"})
    void aRunThatGoesOnCanBeGivenUpAndKeepsTheFirstReason(RunStatus status) {
        // Given
        String run = aRun(status);

        // When, Then: twice is the same, and what waits is not said over it
        assertThat(subject().giveUp(run, "first")).isTrue();
        assertThat(subject().giveUp(run, "second")).isTrue();
        subject().explain(run, Optional.of("no worker: no capacity"));
        subject().explain(run, Optional.empty());
        assertThat(rows().read(run).flatMap(RunRow::noWorkers)).contains("first");
        assertThat(reason(run)).contains("first");
    }

    @ParameterizedTest
    @EnumSource(names = {"FINISHING", "COMPLETED", "FAILED"})
    void aRunThatIsOverIsLeftAlone(RunStatus status) {
        // Given
        String run = aRun(status);
        Optional<RunRow> before = rows().read(run);

        // When
        boolean gaveUp = subject().giveUp(run, "no worker is left");
        subject().explain(run, Optional.of("no worker: no capacity"));
        subject().explain(run, Optional.empty());

        // Then
        assertThat(gaveUp).isFalse();
        assertThat(rows().read(run)).isEqualTo(before);
    }

    @Test
    void nothingIsNotedOfNoRun() {
        // Given
        String run = freshRun();

        // When
        boolean gaveUp = subject().giveUp(run, "no worker is left");
        subject().explain(run, Optional.of("no worker: no capacity"));

        // Then
        assertThat(gaveUp).isFalse();
        assertThat(rows().read(run)).isEmpty();
    }

    private String aRun(RunStatus status) {
        String run = freshRun();
        rows().begin(
                        new RunRow(
                                run,
                                "train",
                                "SubmitQueue",
                                run,
                                "ada",
                                "0123456789abcdef0123",
                                6,
                                RunStatus.STARTING,
                                Optional.empty(),
                                AT,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                false),
                        AT.plusSeconds(1_000));
        switch (status) {
            case STARTING -> {}
            case RUNNING -> rows().change(run, new RunChange.Started());
            case FINISHING -> rows().change(run, new RunChange.Finishing());
            case COMPLETED, FAILED -> {
                rows().change(run, new RunChange.Finishing());
                rows().change(run, new RunChange.Ended(status, "its end", AT));
            }
        }
        assertThat(rows().read(run).map(RunRow::status)).contains(status);
        return run;
    }
}
