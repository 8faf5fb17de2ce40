package host.spore.spawn.cdk;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.IEventBus;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/** What sweeps need: the functions of their flow, and the one that hears what becomes of their rows. */
final class SweepFunctions extends Construct {
    /** Below it lies all that is kept of sweeps. */
    private static final String BELOW = "sweeps/*";

    private final JavaFunction prepare;
    private final JavaFunction row;
    private final JavaFunction finish;
    private final JavaFunction cancel;
    private final JavaFunction heard;
    private final JavaFunction.Platform platform;
    private final Queue undelivered;
    private final Map<String, String> usual;

    SweepFunctions(
            Construct scope,
            String id,
            JavaFunction.Platform platform,
            Settings settings,
            IEventBus bus,
            Tables tables,
            IBucket results,
            Queue undelivered) {
        super(scope, id);
        this.platform = platform;
        this.undelivered = undelivered;
        String table = tables.sweeps().getTableArn();
        String objects = results.getBucketArn() + "/" + BELOW;
        usual = Map.of("SPAWN_SWEEPS_TABLE", tables.sweeps().getTableName());
        var bucket = Map.of("SPAWN_RESULTS_BUCKET", results.getBucketName());
        var keep = Allow.to("ReadAndKeepTheRun", "s3:GetObject", "s3:PutObject").on(objects);
        // Without it S3 says of an object that is not there that it is not to be read.
        var see = Allow.to("SeeWhatIsNotThere", "s3:ListBucket")
                .on(results.getBucketArn())
                .when("StringLike", "s3:prefix", BELOW);
        var theSweep =
                Allow.to("KeepTheSweep", "dynamodb:GetItem", "dynamodb:PutItem").on(table);
        var theRows = Allow.to("ReadTheRows", "dynamodb:Query").on(table);
        var readTheInstance = Allow.to("ReadTheInstance", "dynamodb:GetItem")
                .on(tables.instances().getTableArn());
        var endInstances = Allow.toSpeakForTheControlPlane(bus.getEventBusArn())
                .when("StringEquals", "events:detail-type", List.of("TerminateInstance"));

        var preparing = new TreeMap<>(bucket);
        preparing.put("SPAWN_MAX_INSTANCES", Integer.toString(settings.maxInstances()));
        preparing.put("SPAWN_SWEEP_FLOW_ARN", Flow.arnOf("spawn-sweep"));
        prepare = add(
                "Prepare",
                "spawn-sweep-prepare",
                "sweep.PrepareHandler",
                "Reads and checks a sweep, and lays its rows out",
                Duration.seconds(110),
                preparing,
                List.of(
                        keep,
                        see,
                        Inboxes.read(results),
                        Inboxes.see(results),
                        theSweep,
                        Allow.to("SeeWhetherTheFlowRuns", "states:DescribeExecution")
                                .on(Allow.arn("states", "execution:spawn-sweep:*"))));
        row = add(
                "Row",
                "spawn-sweep-row",
                "sweep.RowHandler",
                "Says whether a row begins, and whether it is over",
                Duration.seconds(50),
                Map.of(
                        "SPAWN_OUTCOMES_TABLE", tables.outcomes().getTableName(),
                        "SPAWN_INSTANCES_TABLE", tables.instances().getTableName(),
                        "SPAWN_BUS_NAME", bus.getEventBusName(),
                        "SPAWN_MAX_INSTANCES", Integer.toString(settings.maxInstances())),
                List.of(
                        theSweep,
                        Allow.to("KeepLaunchesApart", "dynamodb:UpdateItem").on(table),
                        Allow.to("ReadOutcomes", "dynamodb:GetItem")
                                .on(tables.outcomes().getTableArn()),
                        readTheInstance,
                        Allow.lookAtInstances(),
                        endInstances));
        finish = add(
                "Finish",
                "spawn-sweep-finish",
                "sweep.FinishHandler",
                "Says how a run was, and how each of its rows",
                Duration.seconds(290),
                bucket,
                List.of(keep, see, theSweep, theRows));
        cancel = add(
                "CancelSweep",
                "spawn-sweep-cancel",
                "sweep.CancelHandler",
                "Ends a run",
                Duration.seconds(100),
                Map.of("SPAWN_BUS_NAME", bus.getEventBusName()),
                List.of(theSweep, theRows, endInstances, Allow.toAnswerTasks("states:SendTaskSuccess")));
        heard = add(
                "Heard",
                "spawn-sweep-heard",
                "sweep.HeardHandler",
                "Hears what becomes of rows, and wakes who waits for it",
                Duration.seconds(60),
                Map.of("SPAWN_INSTANCES_TABLE", tables.instances().getTableName()),
                List.of(theSweep, readTheInstance, Allow.toAnswerTasks("states:SendTaskSuccess")));
    }

    String prepare() {
        return prepare.arn();
    }

    String row() {
        return row.arn();
    }

    String finish() {
        return finish.arn();
    }

    String cancel() {
        return cancel.arn();
    }

    /** What EventBridge calls. */
    JavaFunction heard() {
        return heard;
    }

    private JavaFunction add(
            String id,
            String name,
            String handler,
            String purpose,
            Duration timeout,
            Map<String, String> environment,
            List<Allow> permissions) {
        var whole = new TreeMap<>(usual);
        whole.putAll(environment);
        return new JavaFunction(
                this,
                id,
                platform,
                new JavaFunction.Spec(name, handler, purpose, timeout, true, undelivered, whole, permissions));
    }
}
