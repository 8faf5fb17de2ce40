package host.spore.spawn.functions.queue;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * Sees to it that a run's machines and its activity are there: {@code {queueId, runId}} becomes {@code {"main"?, "always"?,
 * "activity", "hash", "made"}}, by their ARNs. What is there is found by its name, which is a hash of all that is in it, so
 * whatever is cut short is gone on with by asking again.
 */
public final class MachinesHandler extends JsonHandler {
    private final Machines machines;
    private final Documents documents;
    private final Plans plans;
    private final String bucket;
    private final String roleArn;
    private final Environment environment;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public MachinesHandler() {
        this(Environment.ofProcess());
    }

    private MachinesHandler(Environment environment) {
        this(environment, new Clients(environment));
    }

    private MachinesHandler(Environment environment, Clients clients) {
        this(
                new StepFunctionsMachines(clients.stepFunctions()),
                new S3Documents(clients.s3()),
                environment,
                InstantSource.system());
    }

    MachinesHandler(Machines machines, Documents documents, Environment environment, InstantSource clock) {
        this.machines = machines;
        this.documents = documents;
        this.bucket = environment.required("SPAWN_RESULTS_BUCKET");
        this.plans = new Plans(documents, bucket);
        this.roleArn = environment.required("SPAWN_QUEUE_ROLE_ARN");
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        Plan plan = plans.of(input.string("queueId"), input.string("runId"));
        Machinery machinery = Machinery.of(environment, invocation.account());
        int made = make(plan, machinery);
        invocation.log().info("machines are there", field("hash", plan.hash()), field("made", made));
        JsonObject.Builder answer = JsonObject.builder();
        for (String root : List.of("main", "always")) {
            if (plan.hasMachine(root)) {
                answer.put(root, machinery.machine(plan.hash(), root));
            }
        }
        return answer.put("activity", machinery.activity(plan.hash()))
                .put("hash", plan.hash())
                .put("made", made)
                .build();
    }

    private int make(Plan plan, Machinery machinery) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Map<String, String> tags = Machinery.tags(plan.queueId(), today.toString());
        int made = 0;
        // First the date, then the look: who removes what is old looks at the date last.
        String root = machinery.machine(plan.hash(), plan.executions().getLast().machine());
        if (machines.isThere(root)) {
            machines.tag(root, Machinery.usedAt(today.toString()));
        }
        if (!machines.isThere(machinery.activity(plan.hash()))) {
            machines.makeActivity(Machinery.activityName(plan.hash()), tags);
            made++;
        }
        Map<String, String> definitions = definitions(plan);
        for (Plan.PlannedExecution planned : plan.executions()) {
            if (!machines.isThere(machinery.machine(plan.hash(), planned.machine()))) {
                String text = definitions.get(planned.machine());
                if (text == null) {
                    throw new IllegalStateException("no definition of " + planned.machine());
                }
                machines.makeMachine(
                        Machinery.machineName(plan.hash(), planned.machine()),
                        machinery.filled(text, plan.hash(), plan.executions()),
                        roleArn,
                        tags);
                made++;
            }
        }
        return made;
    }

    private Map<String, String> definitions(Plan plan) {
        String key = QueuePlaces.own(bucket, plan.queueId(), plan.runId()).machines();
        return Blueprint.read(JsonObject.parse(documents
                .read(bucket, key)
                .orElseThrow(() -> new IllegalStateException("no " + key + " in " + bucket))));
    }
}
