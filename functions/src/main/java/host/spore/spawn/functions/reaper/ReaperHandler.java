package host.spore.spawn.functions.reaper;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.bus.EventBridgeBus;
import host.spore.spawn.functions.ec2.Ec2Instances;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.store.DynamoInstanceRows;
import host.spore.spawn.functions.store.DynamoOutcomes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Sweeps on a schedule; its input says nothing. */
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
                new DynamoInstanceRows(dynamoDb, environment.required("SPAWN_INSTANCES_TABLE")),
                new DynamoOutcomes(dynamoDb, environment.required("SPAWN_OUTCOMES_TABLE")),
                new EventBridgeBus(clients.eventBridge(), environment.required("SPAWN_BUS_NAME")),
                new StepFunctionsExecutions(clients.stepFunctions(), environment.required("SPAWN_INTAKE_ARN")),
                new SqsDeadLetters(clients.sqs(), environment.required("SPAWN_INTAKE_DLQ_URL")),
                InstantSource.system(),
                environment.list("SPAWN_COMMAND_FLOW_ARNS"),
                Duration.ofSeconds(environment.positive("SPAWN_REAPER_GRACE_SECONDS", 60))));
    }

    ReaperHandler(Sweep.Parts parts) {
        this.parts = parts;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        List<String> problems = new Sweep(parts, invocation.log()).run();
        if (!problems.isEmpty()) {
            throw new SweepFailedException(problems);
        }
        invocation.emit(SweepMetric.line(parts.clock().instant()));
        return Answers.did("swept");
    }
}
