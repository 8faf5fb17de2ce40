package host.spore.spawn.functions.queue;

import host.spore.spawn.events.Printable;
import host.spore.spawn.events.QueueFailure;
import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.queues.file.OnFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run was.
 *
 * @param failure empty: all its jobs are done
 * @param reason for people
 */
record Verdict(Optional<QueueFailure> failure, String reason) {
    private static final int NAMED = 5;

    /**
     * What was noted of a run while it went on.
     *
     * @param cancelled why it was to end
     * @param noWorkers why there was nobody to run its jobs
     * @param flowError what went wrong in the queue's flow
     * @param outlived whether its graph still ran when its flow was over
     */
    record Marks(
            Optional<String> cancelled, Optional<String> noWorkers, Optional<FlowError> flowError, boolean outlived) {
        static final Marks NONE = new Marks(Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** As a flow catches it. */
    record FlowError(String error, String cause) {
        /** @param text the two of them, with a colon in between */
        static FlowError of(String text) {
            int colon = text.indexOf(": ");
            return colon < 0
                    ? new FlowError(text, "")
                    : new FlowError(text.substring(0, colon), text.substring(colon + 2));
        }

        @Override
        public String toString() {
            return Printable.of(error) + (cause.isBlank() ? "" : ": " + Printable.of(cause, 300));
        }
    }

    /**
     * How its executions ended.
     *
     * @param main empty: it never began
     * @param always as main
     */
    record Ends(Optional<Runs.Execution> main, Optional<Runs.Execution> always) {
        boolean isRunning() {
            return Stream.of(main, always)
                    .flatMap(Optional::stream)
                    .anyMatch(execution -> execution.status() == Runs.Status.RUNNING);
        }
    }

    /** @param failed the jobs that failed, each with its reason */
    static Verdict of(Plan plan, Marks marks, Ends ends, List<JobRow> failed, int done) {
        String progress = done + " of " + plan.jobs().size() + " jobs are done";
        if (marks.cancelled().isPresent()) {
            return new Verdict(
                    Optional.of(QueueFailure.CANCELLED), marks.cancelled().get());
        }
        if (marks.noWorkers().isPresent()) {
            return new Verdict(
                    Optional.of(QueueFailure.NO_WORKERS), marks.noWorkers().get());
        }
        Optional<String> stopped = stopped(marks, ends);
        if (stopped.isPresent()) {
            return new Verdict(Optional.of(QueueFailure.CANCELLED), stopped.get() + "; " + progress);
        }
        if (isTimedOut(marks, ends)) {
            return new Verdict(
                    Optional.of(QueueFailure.TIMED_OUT),
                    "its time of " + new SpawnDuration(Duration.ofSeconds(plan.timeoutSeconds())) + " was up; "
                            + progress);
        }
        if (!failed.isEmpty()) {
            boolean isStopped = plan.onFailure() == OnFailure.STOP
                    && failed.stream()
                            .anyMatch(row -> !plan.isAlways(row.element().job()));
            return new Verdict(
                    Optional.of(isStopped ? QueueFailure.STOPPED : QueueFailure.JOBS_FAILED),
                    named(failed) + (isStopped ? ", and on_failure is stop; " : "; ") + progress);
        }
        return error(plan, marks, ends)
                .map(why -> new Verdict(Optional.of(QueueFailure.ERROR), why + "; " + progress))
                .orElseGet(
                        () -> new Verdict(Optional.empty(), "all " + plan.jobs().size() + " jobs are done"));
    }

    private static boolean isTimedOut(Marks marks, Ends ends) {
        return ends.main().filter(Verdict::isTimedOut).isPresent()
                || ends.always().filter(Verdict::isTimedOut).isPresent()
                || marks.flowError()
                        .filter(error -> error.error().equals("States.Timeout"))
                        .isPresent();
    }

    private static boolean isTimedOut(Runs.Execution execution) {
        return execution.status() == Runs.Status.TIMED_OUT;
    }

    private static String named(List<JobRow> failed) {
        String names = failed.stream()
                .limit(NAMED)
                .map(row -> row.element().job() + " failed (" + row.reason().orElse("nothing is known of why") + ")")
                .collect(Collectors.joining(", "));
        return failed.size() > NAMED ? names + " and " + (failed.size() - NAMED) + " more" : names;
    }

    /** By hand, past the command: whoever stops the graph means the queue. */
    private static Optional<String> stopped(Marks marks, Ends ends) {
        return Stream.of(ends.main(), ends.always())
                .flatMap(Optional::stream)
                .filter(end -> end.status() == Runs.Status.ABORTED && !marks.outlived())
                .findFirst()
                .map(end -> "its execution was stopped from outside" + said(end));
    }

    /** What went wrong though no job failed. */
    private static Optional<String> error(Plan plan, Marks marks, Ends ends) {
        return ends.main()
                .flatMap(end -> failed("main", end))
                .or(() -> marks.flowError().map(FlowError::toString))
                .or(() -> ends.always().flatMap(end -> failed("always", end)))
                .or(() ->
                        marks.outlived() ? Optional.of("its graph still ran when its flow was over") : Optional.empty())
                .or(() -> missing(plan, "main", ends.main()))
                .or(() -> missing(plan, "always", ends.always()));
    }

    private static Optional<String> failed(String machine, Runs.Execution end) {
        return switch (end.status()) {
            case SUCCEEDED, RUNNING, ABORTED -> Optional.empty();
            case FAILED, TIMED_OUT -> Optional.of("its execution " + machine + " failed" + said(end));
        };
    }

    private static Optional<String> missing(Plan plan, String machine, Optional<Runs.Execution> execution) {
        return plan.hasMachine(machine) && execution.isEmpty()
                ? Optional.of("its execution " + machine + " never began")
                : Optional.empty();
    }

    private static String said(Runs.Execution end) {
        return end.error().map(error -> " (" + Printable.of(error) + ")").orElse("")
                + end.cause().map(cause -> ": " + Printable.of(cause, 300)).orElse("");
    }
}
