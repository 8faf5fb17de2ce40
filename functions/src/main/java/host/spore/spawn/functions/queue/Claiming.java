package host.spore.spawn.functions.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a run may begin, and which one was before it. */
final class Claiming {
    /** A flow's execution is there before its first step takes the claim; only what is read of it may lag. */
    static final Duration GRACE = Duration.ofMinutes(5);

    private Claiming() {}

    /** What is known of the holder. */
    sealed interface Holder {}

    /** The queue is free. */
    record Nobody() implements Holder {}

    /** This very run. */
    record Ourselves() implements Holder {}

    /**
     * Another run.
     *
     * @param runId which one
     * @param row its item
     * @param flow how the execution of its flow stands; empty: there never was one
     */
    record Another(String runId, Optional<RunRow> row, Optional<Runs.Status> flow) implements Holder {}

    /** What is decided. */
    sealed interface Decision {}

    /** It is ours already; what is begun is gone on with. */
    record Keep(Optional<String> lastRun) implements Decision {}

    /**
     * Take it.
     *
     * @param lastRun the run before; one that did not give the claim back may have left things behind
     */
    record Take(Optional<String> lastRun) implements Decision {}

    record Refuse(String reason) implements Decision {}

    static Decision decide(String queueId, String runId, Optional<QueueClaim> claim, Holder holder, Instant now) {
        Optional<String> lastRun = claim.flatMap(QueueClaim::lastRun);
        // A call of its own flow that comes late: nobody would give back what it took.
        if (lastRun.equals(Optional.of(runId))) {
            return new Refuse("run " + runId + " of queue " + queueId + " is over; a new command begins a new run");
        }
        return switch (holder) {
            case Nobody nobody -> new Take(lastRun);
            case Ourselves ourselves -> new Keep(lastRun);
            case Another another ->
                isOver(another, claim.map(QueueClaim::since), now)
                        ? new Take(Optional.of(another.runId()))
                        : new Refuse("queue " + queueId + " runs already (run " + another.runId() + ", since "
                                + claim.map(QueueClaim::since)
                                        .map(Object::toString)
                                        .orElse("just now")
                                + "); wait for its end, or end it with spawn queue cancel " + queueId);
        };
    }

    /** Proof, not time: the run itself says that it has ended, or the flow that would have said so has. */
    private static boolean isOver(Another another, Optional<Instant> since, Instant now) {
        if (another.row().filter(row -> row.status().isOver()).isPresent()) {
            return true;
        }
        return another.flow()
                .map(status -> status != Runs.Status.RUNNING)
                .orElseGet(() -> since.map(at -> at.plus(GRACE).isBefore(now)).orElse(true));
    }
}
