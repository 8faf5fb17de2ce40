package host.spore.spawn.functions.queue;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.CancelQueue;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import java.util.Optional;

/**
 * Ends the run of a queue: {@code {type, command, …}} becomes {@code {"result":"cancelled", "type":"QueueCancelled",
 * "fields":{…}}} or {@code {"result":"refused", "reason"}}. First the mark, which wins over whatever the run comes to, then
 * its executions; its workers learn of it by their next beat.
 */
public final class CancelHandler extends JsonHandler {
    private static final String ERROR = "Queue.Cancelled";

    private final Claims claims;
    private final RunRows rows;
    private final JobRows jobs;
    private final Runs runs;
    private final Plans plans;
    private final String flowName;
    private final Environment environment;

    /** As Lambda makes it. */
    public CancelHandler() {
        this(Adapters.ofProcess());
    }

    private CancelHandler(Adapters aws) {
        this(aws.claims(), aws.runRows(), aws.jobRows(), aws.documents(), aws.runs(), aws.environment());
    }

    CancelHandler(Claims claims, RunRows rows, JobRows jobs, Documents documents, Runs runs, Environment environment) {
        this.claims = claims;
        this.rows = rows;
        this.jobs = jobs;
        this.runs = runs;
        this.plans = new Plans(documents, environment.required("SPAWN_RESULTS_BUCKET"));
        this.flowName = environment.required("SPAWN_QUEUE_FLOW_NAME");
        this.environment = environment;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        JsonObject answer = cancel(input, Machinery.of(environment, invocation.account()));
        invocation
                .log()
                .info(
                        answer.string("result"),
                        field("reason", answer.optionalString("reason").orElse(null)));
        return answer;
    }

    private JsonObject cancel(JsonObject input, Machinery machinery) {
        String type = input.string("type");
        CancelQueue command;
        try {
            if (!(Language.command(type, input.object("command")).orElse(null) instanceof CancelQueue cancel)) {
                return Answers.refused("\"" + Printable.of(type) + "\": this flow cancels queues; publish CancelQueue");
            }
            command = cancel;
        } catch (IllegalArgumentException notOurLanguage) {
            return Answers.refused(String.valueOf(notOurLanguage.getMessage()));
        }
        String queueId = command.queueId().value();
        Optional<QueueClaim> claim = claims.read(queueId);
        // A run that this command has ended has given the queue back by the time that the command asks again.
        Optional<String> about = claim.flatMap(QueueClaim::holder).or(() -> claim.flatMap(QueueClaim::lastRun));
        if (about.isEmpty()) {
            return Answers.refused("queue " + queueId + " has never run");
        }
        Optional<RunRow> run = rows.read(about.get());
        if (run.isEmpty()) {
            return unprepared(queueId, about.get(), machinery);
        }
        return cancel(command, run.get(), machinery);
    }

    /** The claim comes first, the item last. */
    private JsonObject unprepared(String queueId, String runId, Machinery machinery) {
        boolean isGoingOn = runs.describe(machinery.execution(flowName, runId))
                .filter(flow -> flow.status() == Runs.Status.RUNNING)
                .isPresent();
        if (isGoingOn) {
            throw new NotBegunException("run " + runId + " of queue " + queueId + " is being prepared");
        }
        return Answers.refused("queue " + queueId + " is not running: nothing is left of its last run (" + runId + ")");
    }

    private JsonObject cancel(CancelQueue command, RunRow run, Machinery machinery) {
        Plan plan = plans.of(run.queueId(), run.runId());
        Verdict.Ends ends = new Verdict.Ends(end(plan, machinery, "main"), end(plan, machinery, "always"));
        return switch (Cancelling.decide(command.envelope().id(), run, plan, ends, jobs.all(run.runId()))) {
            case Cancelling.Refuse(String reason) -> Answers.refused(reason);
            case Cancelling.Answer(CancelMark mark) -> cancelled(command, run, mark);
            case Cancelling.Stop(CancelMark mark) -> stopped(command, run, plan, machinery, mark);
            case Cancelling.Mark(CancelMark mark) -> {
                if (rows.change(run.runId(), new RunChange.Cancelled(mark)).isEmpty()) {
                    // It ended, or another command was quicker; asked again, we find which.
                    throw new IllegalStateException("run " + run.runId() + " changed meanwhile");
                }
                yield stopped(command, run, plan, machinery, mark);
            }
        };
    }

    private JsonObject stopped(CancelQueue command, RunRow run, Plan plan, Machinery machinery, CancelMark mark) {
        if (plan.hasMachine(mark.machine())
                && end(plan, machinery, mark.machine()).isEmpty()) {
            // Marked, and so lost whatever it does; but until it begins there is nothing to stop.
            throw new NotBegunException(
                    "the execution " + mark.machine() + " of run " + run.runId() + " has not begun");
        }
        Stopping.of(runs, machinery, plan, mark.machine(), ERROR, mark.reason());
        return cancelled(command, run, mark);
    }

    private Optional<Runs.Execution> end(Plan plan, Machinery machinery, String root) {
        return plan.executions().stream()
                .filter(execution -> execution.machine().equals(root))
                .findFirst()
                .flatMap(execution -> runs.describe(machinery.execution(plan.runId(), plan.hash(), execution)));
    }

    private static JsonObject cancelled(CancelQueue command, RunRow run, CancelMark mark) {
        return JsonObject.builder()
                .put("result", "cancelled")
                .put("type", "QueueCancelled")
                .put(
                        "fields",
                        JsonObject.builder()
                                .put("commandId", command.envelope().id())
                                .put("commandType", command.type())
                                .put("queueId", run.queueId())
                                .put("runId", run.runId())
                                .put("reason", mark.reason())
                                .build())
                .build();
    }
}
