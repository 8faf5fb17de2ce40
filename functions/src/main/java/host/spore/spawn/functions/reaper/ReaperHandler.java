package host.spore.spawn.functions.reaper;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.bus.EventBridgeBus;
import host.spore.spawn.functions.ec2.Ec2Instances;
import host.spore.spawn.functions.ec2.Ec2SshDoors;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.store.DynamoInstanceRows;
import host.spore.spawn.functions.store.DynamoNames;
import host.spore.spawn.functions.store.DynamoOutcomes;
import host.spore.spawn.functions.wake.StepFunctionsCallbacks;
import java.time.Duration;
import java.time.InstantSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Sweeps on a schedule, or by hand: {@code {"dryRun": true}} looks, changes nothing, and answers {@code {did, living,
 * drift: [what a sweep would mend]}}.
 */
public final class ReaperHandler extends JsonHandler {
    private final Sweep.Parts parts;

    /** As Lambda makes it. */
    public ReaperHandler() {
        this(Environment.ofProcess());
    }

    private ReaperHandler(Environment environment) {
        this(environment, new Clients(environment));
    }

    private ReaperHandler(Environment environment, Clients clients) {
        this(environment, clients, clients.dynamoDb());
    }

    private ReaperHandler(Environment environment, Clients clients, DynamoDbClient dynamoDb) {
        this(new Sweep.Parts(
                new Ec2Instances(clients.ec2()),
                new Ec2SshDoors(clients.ec2()),
                new DynamoInstanceRows(dynamoDb, environment.required("SPAWN_INSTANCES_TABLE")),
                new DynamoNames(dynamoDb, environment.required("SPAWN_NAMES_TABLE")),
                new DynamoOutcomes(dynamoDb, environment.required("SPAWN_OUTCOMES_TABLE")),
                new EventBridgeBus(clients.eventBridge(), environment.required("SPAWN_BUS_NAME")),
                new StepFunctionsCallbacks(clients.stepFunctions()),
                new StepFunctionsExecutions(
                        clients.stepFunctions(),
                        environment.required("SPAWN_INTAKE_ARN"),
                        environment.required("SPAWN_LAUNCH_ARN"),
                        environment.required("SPAWN_LIFECYCLE_ARN")),
                new SqsDeadLetters(clients.sqs(), environment.required("SPAWN_INTAKE_DLQ_URL")),
                InstantSource.system(),
                environment.list("SPAWN_COMMAND_FLOW_ARNS"),
                Duration.ofSeconds(environment.positive("SPAWN_REAPER_GRACE_SECONDS", 60)),
                environment
                        .optional("SPAWN_DOMAIN")
                        .or(() -> environment.optional("SPAWN_INTERNAL_DOMAIN"))
                        .map(_ -> new DynamoLastListed(dynamoDb, environment.required("SPAWN_OUTCOMES_TABLE")))));
    }

    ReaperHandler(Sweep.Parts parts) {
        this.parts = parts;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        boolean dryRun = input.members().get("dryRun") instanceof Json.JsonBoolean asked && asked.value();
        Findings findings = new Sweep(parts, invocation.log(), dryRun).run();
        if (!findings.problems().isEmpty()) {
            throw new SweepFailedException(findings.problems());
        }
        if (!dryRun) {
            invocation.emit(SweepMetric.line(parts.clock().instant(), findings.living(), findings.drifts()));
        }
        return findings.answer();
    }
}
