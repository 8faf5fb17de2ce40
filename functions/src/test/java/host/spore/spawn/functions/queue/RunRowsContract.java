package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link RunRows} keeps, the fake as well as DynamoDB. */
public abstract class RunRowsContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final RunChange ENDED = new RunChange.Ended(RunStatus.FAILED, "fit failed", AT.plusSeconds(60));
    private static final CancelMark MARK = new CancelMark("cancel-1", "3 of 6 jobs are done", "main");

    abstract RunRows subject();

    /** A run that no other test uses. */
    protected abstract String freshRun();

    /** Notes that no worker can be had, as who launches them does. */
    protected abstract void noteNoWorkers(String runId, String reason);

    private RunRow begun(String run) {
        RunRow row = new RunRow(
                run,
                "train",
                "SubmitQueue",
                "correlation-1",
                "ada",
                "0123456789abcdef0123",
                6,
                RunStatus.STARTING,
                Optional.empty(),
                AT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
        subject().begin(row, AT.plusSeconds(3_600));
        return row;
    }

    private RunStatus status(String run) {
        return subject().read(run).orElseThrow().status();
    }

    @Test
    void whatIsBegunIsRead() {
        String run = freshRun();
        RunRow row = begun(run);
        assertThat(subject().read(run)).contains(row);
        assertThat(subject().read(freshRun())).isEmpty();
    }

    @Test
    void begunTwiceItIsNotBegunAnew() {
        // Given
        String run = freshRun();
        begun(run);
        subject().change(run, new RunChange.Started());

        // When
        begun(run);

        // Then
        assertThat(status(run)).isEqualTo(RunStatus.RUNNING);
    }

    @Test
    void itStartsOnceAndNotWhenItIsOver() {
        // Given
        String run = freshRun();
        begun(run);

        // When, Then
        assertThat(subject().change(run, new RunChange.Started()).map(RunRow::status))
                .contains(RunStatus.RUNNING);
        assertThat(subject().change(run, new RunChange.Started())).isEmpty();
        subject().change(run, new RunChange.Finishing());
        assertThat(subject().change(run, new RunChange.Started())).isEmpty();
        assertThat(status(run)).isEqualTo(RunStatus.FINISHING);
    }

    @Test
    void itIsFinishedFromAnywhereAndAgainUntilItIsOver() {
        // Given
        String run = freshRun();
        begun(run);

        // When, Then
        assertThat(subject().change(run, ENDED)).as("not yet finishing").isEmpty();
        assertThat(subject().change(run, new RunChange.Finishing())).isPresent();
        assertThat(subject().change(run, new RunChange.Finishing())).isPresent();
        RunRow ended = subject().change(run, ENDED).orElseThrow();
        assertThat(ended.status()).isEqualTo(RunStatus.FAILED);
        assertThat(ended.reason()).contains("fit failed");
        assertThat(ended.endedAt()).contains(AT.plusSeconds(60));
        assertThat(subject().change(run, new RunChange.Finishing())).isEmpty();
        assertThat(subject().change(run, ENDED)).isEmpty();
    }

    @Test
    void itIsCancelledWhileItGoesOn() {
        // Given
        String starting = freshRun();
        begun(starting);
        String running = freshRun();
        begun(running);
        subject().change(running, new RunChange.Started());
        String finishing = freshRun();
        begun(finishing);
        subject().change(finishing, new RunChange.Finishing());

        // When, Then
        for (String run : new String[] {starting, running}) {
            RunRow marked = subject().change(run, new RunChange.Cancelled(MARK)).orElseThrow();
            assertThat(marked.cancel()).contains(MARK);
            assertThat(marked.status().isGoingOn()).isTrue();
        }
        assertThat(subject().change(finishing, new RunChange.Cancelled(MARK))).isEmpty();
        assertThat(subject().change(freshRun(), new RunChange.Cancelled(MARK))).isEmpty();
    }

    @Test
    void aSecondCommandMayEndWhatRunsAlwaysAndTheFirstOneDoubledMayNot() {
        // Given
        String run = freshRun();
        begun(run);
        subject().change(run, new RunChange.Cancelled(MARK));

        // When, Then
        assertThat(subject().change(run, new RunChange.Cancelled(new CancelMark("cancel-1", "doubled", "always"))))
                .isEmpty();
        assertThat(subject().change(run, new RunChange.Cancelled(new CancelMark("cancel-2", "the same", "main"))))
                .isEmpty();
        CancelMark second = new CancelMark("cancel-2", "6 of 6 jobs are done", "always");
        assertThat(subject().change(run, new RunChange.Cancelled(second)).flatMap(RunRow::cancel))
                .contains(second);
    }

    @Test
    void whatOthersNoteIsRead() {
        // Given
        String run = freshRun();
        begun(run);

        // When
        noteNoWorkers(run, "no capacity");

        // Then
        assertThat(subject().read(run).flatMap(RunRow::noWorkers)).contains("no capacity");
        assertThat(subject().change(run, new RunChange.Finishing()).flatMap(RunRow::noWorkers))
                .contains("no capacity");
    }

    @Test
    void thatItsGraphOutlivedItIsNotedWhileItIsFinishing() {
        // Given
        String run = freshRun();
        begun(run);

        // When, Then
        assertThat(subject().change(run, new RunChange.Outlived())).isEmpty();
        subject().change(run, new RunChange.Finishing());
        assertThat(subject().change(run, new RunChange.Outlived()).map(RunRow::outlived))
                .contains(true);
        assertThat(subject().read(run).map(RunRow::outlived)).contains(true);
    }
}
