package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.QueueFailure;
import host.spore.spawn.queues.file.Element;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    private static Optional<Runs.Execution> execution(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        String[] parts = text.split("/");
        return Optional.of(new Runs.Execution(
                Runs.Status.valueOf(parts[0]),
                parts.length > 1 ? Optional.of(parts[1]) : Optional.empty(),
                Optional.empty()));
    }

    private static List<JobRow> failed(@Nullable String jobs) {
        return jobs == null
                ? List.of()
                : List.of(jobs.split("/")).stream()
                        .map(job -> JobRow.waiting(Element.of(job), Set.of(), "")
                                .ended(JobStatus.FAILED, "ended with 3", AT))
                        .toList();
    }

    private static Verdict of(
            Plan plan, Verdict.Marks marks, @Nullable String main, @Nullable String always, @Nullable String failed) {
        return Verdict.of(plan, marks, new Verdict.Ends(execution(main), execution(always)), failed(failed), 2);
    }

    /** Every way in which a run can be found, and what it is called. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                // policy | cancel | no workers | flow error | main | always | failed | verdict
                "continue | - | - | - | SUCCEEDED | SUCCEEDED | - | -",
                "continue | - | - | - | FAILED/Queue.JobsFailed | SUCCEEDED | fit | JOBS_FAILED",
                "continue | - | - | - | SUCCEEDED | SUCCEEDED | tidy | JOBS_FAILED",
                "stop | - | - | - | FAILED/Queue.Stopped | SUCCEEDED | fit | STOPPED",
                "stop | - | - | - | SUCCEEDED | SUCCEEDED | tidy | JOBS_FAILED",
                "stop | - | - | - | FAILED/StepFunctions.ExecutionAlreadyExistsException | SUCCEEDED | fit | STOPPED",
                "continue | - | - | - | TIMED_OUT | SUCCEEDED | - | TIMED_OUT",
                "continue | - | - | - | TIMED_OUT | SUCCEEDED | fit | TIMED_OUT",
                "continue | - | - | - | SUCCEEDED | TIMED_OUT | - | TIMED_OUT",
                "continue | - | - | States.Timeout | RUNNING | - | - | TIMED_OUT",
                // cancel wins over everything
                "continue | c | - | - | SUCCEEDED | SUCCEEDED | - | CANCELLED",
                "continue | c | - | - | ABORTED/Queue.Cancelled | SUCCEEDED | - | CANCELLED",
                "stop | c | - | - | FAILED/Queue.Stopped | SUCCEEDED | fit | CANCELLED",
                "continue | c | n | States.Timeout | TIMED_OUT | - | fit | CANCELLED",
                "continue | - | n | - | ABORTED/Queue.NoWorkers | SUCCEEDED | - | NO_WORKERS",
                "continue | - | n | - | TIMED_OUT | - | fit | NO_WORKERS",
                "continue | - | - | - | ABORTED | SUCCEEDED | - | CANCELLED",
                "continue | - | - | - | ABORTED | SUCCEEDED | fit | CANCELLED",
                // what is nobody's failure but ours
                "continue | - | - | - | FAILED/Gate.NotOpened | SUCCEEDED | - | ERROR",
                "continue | - | - | States.TaskFailed | FAILED/Gate.NotOpened | SUCCEEDED | - | ERROR",
                "continue | - | - | States.TaskFailed | FAILED/Queue.JobsFailed | SUCCEEDED | fit | JOBS_FAILED",
                "continue | - | - | States.TaskFailed | - | - | - | ERROR",
                "continue | - | - | - | SUCCEEDED | FAILED/States.Runtime | - | ERROR",
                "continue | - | - | - | - | - | - | ERROR",
                "continue | - | - | - | SUCCEEDED | - | - | ERROR",
                "continue | - | - | outlived | RUNNING | - | - | ERROR",
                "continue | - | - | outlived | ABORTED | - | - | ERROR",
                "continue | - | - | outlived | SUCCEEDED | ABORTED | - | ERROR",
                "continue | - | - | - | SUCCEEDED | ABORTED | - | CANCELLED",
            })
    void isWhatTheRunWas(
            String policy,
            @Nullable String cancel,
            @Nullable String noWorkers,
            @Nullable String flowError,
            @Nullable String main,
            @Nullable String always,
            @Nullable String failed,
            @Nullable QueueFailure expected) {
        Plan plan = PlanTest.of(Stage.TRAIN.replace("continue", policy), Map.of());
        Verdict.Marks marks = new Verdict.Marks(
                Optional.ofNullable(cancel),
                Optional.ofNullable(noWorkers),
                Optional.ofNullable(flowError)
                        .filter(error -> !error.equals("outlived"))
                        .map(error -> new Verdict.FlowError(error, "why")),
                "outlived".equals(flowError));

        Verdict verdict = of(plan, marks, main, always, failed);

        assertThat(verdict.failure()).isEqualTo(Optional.ofNullable(expected));
        assertThat(verdict.reason()).isNotBlank();
    }

    @Test
    void reasonsSayWhatCanBeActedOn() {
        Plan plan = PlanTest.of(Stage.TRAIN, Map.of());
        Plan stop = PlanTest.of(Stage.TRAIN.replace("continue", "stop"), Map.of());
        assertThat(of(plan, Verdict.Marks.NONE, "TIMED_OUT", null, null).reason())
                .isEqualTo("its time of 12h was up; 2 of 6 jobs are done");
        assertThat(of(stop, Verdict.Marks.NONE, "FAILED/Queue.Stopped", null, "fit")
                        .reason())
                .isEqualTo("fit failed (ended with 3), and on_failure is stop; 2 of 6 jobs are done");
        assertThat(of(plan, Verdict.Marks.NONE, "FAILED/Queue.JobsFailed", null, "a/b/c/d/e/f/g")
                        .reason())
                .endsWith("e failed (ended with 3) and 2 more; 2 of 6 jobs are done");
        assertThat(of(plan, Verdict.Marks.NONE, "FAILED/Gate.NotOpened", null, null)
                        .reason())
                .isEqualTo("its execution main failed (Gate.NotOpened); 2 of 6 jobs are done");
        assertThat(of(plan, Verdict.Marks.NONE, null, null, null).reason())
                .isEqualTo("its execution main never began; 2 of 6 jobs are done");
    }

    @Test
    void anErrorThatAFlowHasMadeATextOfIsReadAgain() {
        assertThat(Verdict.FlowError.of("States.Timeout: it took: too long"))
                .isEqualTo(new Verdict.FlowError("States.Timeout", "it took: too long"));
        assertThat(Verdict.FlowError.of("Boom")).isEqualTo(new Verdict.FlowError("Boom", ""));
    }
}
