package host.spore.spawn.functions.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a cancel finds, and does. */
final class Cancelling {
    private static final int NAMED = 5;

    private Cancelling() {}

    /** What is decided. */
    sealed interface Decision {}

    record Refuse(String reason) implements Decision {}

    /** The run has ended since this very command marked it: it is answered as it was then. */
    record Answer(CancelMark mark) implements Decision {}

    /** It is marked: what was to be stopped for it is stopped again. */
    record Stop(CancelMark mark) implements Decision {}

    record Mark(CancelMark mark) implements Decision {}

    /**
     * @param run as it was read
     * @param ends how its executions stand
     * @param rows of its jobs
     */
    static Decision decide(String commandId, RunRow run, Plan plan, Verdict.Ends ends, List<JobRow> rows) {
        Optional<CancelMark> ours = run.cancel().filter(mark -> mark.commandId().equals(commandId));
        if (ours.isPresent()) {
            return run.status().isGoingOn() ? new Stop(ours.get()) : new Answer(ours.get());
        }
        if (!run.status().isGoingOn()) {
            return new Refuse("queue " + run.queueId() + " is not running: its last run (" + run.runId() + ") "
                    + switch (run.status()) {
                        case STARTING, RUNNING, FINISHING -> "is over, and is being summed up";
                        case COMPLETED -> "completed";
                        case FAILED -> "failed";
                    });
        }
        // What runs always still runs after the first cancel, and is ended by a second one.
        String machine = plan.hasMachine("main")
                        && ends.main()
                                .filter(end -> end.status() != Runs.Status.RUNNING)
                                .isEmpty()
                ? "main"
                : "always";
        return run.cancel()
                .filter(theirs -> theirs.machine().equals(machine))
                .<Decision>map(Stop::new)
                .orElseGet(() -> new Mark(new CancelMark(commandId, told(plan, rows), machine)));
    }

    /** What had run by then. */
    private static String told(Plan plan, List<JobRow> rows) {
        List<String> running = new ArrayList<>();
        int done = 0;
        for (JobRow row : rows) {
            if (row.element().index().isEmpty() && row.status() == JobStatus.DONE) {
                done++;
            }
            if (row.status() == JobStatus.RUNNING
                    && !running.contains(row.element().job())) {
                running.add(row.element().job());
            }
        }
        String progress = done + " of " + plan.jobs().size() + " jobs are done; ";
        if (running.isEmpty()) {
            return progress + "none was running";
        }
        return progress
                + named(running)
                + (running.size() == 1 ? " was running and is being killed" : " were running and are being killed");
    }

    /** {@code a}, {@code a and b}, {@code a, b and c}. */
    private static String named(List<String> names) {
        if (names.size() == 1) {
            return names.getFirst();
        }
        if (names.size() > NAMED) {
            return String.join(", ", names.subList(0, NAMED)) + " and " + (names.size() - NAMED) + " more";
        }
        return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }
}
