package host.spore.spawn.functions.queue;

import java.time.Instant;
import java.util.Optional;

/** Takes a queue for a run. */
final class Taking {
    private final Claims claims;
    private final RunRows rows;
    private final Runs runs;
    private final Plans plans;
    private final Finishing finishing;
    private final String flowName;

    /** @param flowName of the flow whose executions are runs */
    Taking(Claims claims, RunRows rows, Runs runs, Plans plans, Finishing finishing, String flowName) {
        this.claims = claims;
        this.rows = rows;
        this.runs = runs;
        this.plans = plans;
        this.finishing = finishing;
        this.flowName = flowName;
    }

    /** What would come of it. */
    Claiming.Decision look(String queueId, String runId, Machinery machinery, Instant now) {
        return decide(queueId, runId, claims.read(queueId), machinery, now);
    }

    /** @return why not */
    Optional<String> take(String queueId, String runId, Machinery machinery, Instant now) {
        Optional<QueueClaim> claim = claims.read(queueId);
        return switch (decide(queueId, runId, claim, machinery, now)) {
            case Claiming.Refuse(String reason) -> Optional.of(reason);
            case Claiming.Keep(Optional<String> last) -> {
                last.ifPresent(run -> end(queueId, run, runId, machinery));
                yield Optional.empty();
            }
            case Claiming.Take(Optional<String> last) -> {
                if (!claims.take(queueId, claim, new QueueClaim(Optional.of(runId), last, now))) {
                    // Somebody was quicker; the flow asks again, and is told who.
                    throw new IllegalStateException("the claim of " + queueId + " changed meanwhile");
                }
                last.ifPresent(run -> end(queueId, run, runId, machinery));
                yield Optional.empty();
            }
        };
    }

    private Claiming.Decision decide(
            String queueId, String runId, Optional<QueueClaim> claim, Machinery machinery, Instant now) {
        Claiming.Holder holder = claim.flatMap(QueueClaim::holder)
                .map(run -> run.equals(runId) ? new Claiming.Ourselves() : another(run, machinery))
                .orElseGet(Claiming.Nobody::new);
        return Claiming.decide(queueId, runId, claim, holder, now);
    }

    private Claiming.Holder another(String run, Machinery machinery) {
        return new Claiming.Another(
                run,
                rows.read(run),
                runs.describe(machinery.execution(flowName, run)).map(Runs.Execution::status));
    }

    /**
     * A run whose flow is gone was not summed up: its machines may go on, and its workers wait for the sign that it is over,
     * at the activity of the very jobs that ours will have.
     */
    private void end(String queueId, String run, String by, Machinery machinery) {
        if (rows.read(run).filter(row -> !row.status().isOver()).isEmpty()) {
            return;
        }
        plans.find(queueId, run)
                .ifPresent(plan -> finishing.finish(
                        plan,
                        Optional.of(new Verdict.FlowError(
                                "its flow ended without it", "run " + by + " took the queue over")),
                        machinery));
    }
}
