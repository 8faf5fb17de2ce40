package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.bus.Bus;
import host.spore.spawn.functions.bus.EventBridgeBus;
import host.spore.spawn.functions.inbox.Inbox;
import host.spore.spawn.functions.inbox.S3Inbox;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.store.DynamoInstanceRows;
import host.spore.spawn.functions.store.InstanceRows;
import host.spore.spawn.functions.wake.Callbacks;
import host.spore.spawn.functions.wake.StepFunctionsCallbacks;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What the functions of queues reach on AWS, as Lambda makes it. Beside the table's, a client is made only for what is asked for:
 * each costs start-up.
 */
final class Adapters {
    private final Environment environment;
    private final Clients clients;
    private final DynamoDbClient dynamoDb;
    private final String table;

    private Adapters(Environment environment) {
        this.environment = environment;
        this.clients = new Clients(environment);
        this.dynamoDb = clients.dynamoDb();
        this.table = environment.required("SPAWN_QUEUES_TABLE");
    }

    static Adapters ofProcess() {
        return new Adapters(Environment.ofProcess());
    }

    Environment environment() {
        return environment;
    }

    Claims claims() {
        return new DynamoClaims(dynamoDb, table);
    }

    RunRows runRows() {
        return new DynamoRunRows(dynamoDb, table);
    }

    JobRows jobRows() {
        return new DynamoJobRows(dynamoDb, table);
    }

    Gates gates() {
        return new DynamoGates(dynamoDb, table);
    }

    Documents documents() {
        return new S3Documents(clients.s3());
    }

    Inbox inbox() {
        return new S3Inbox(clients.s3(), environment.required("SPAWN_RESULTS_BUCKET"));
    }

    Runs runs() {
        return new StepFunctionsRuns(clients.stepFunctions());
    }

    WorkerRows workerRows() {
        return new DynamoWorkerRows(dynamoDb, table);
    }

    JobNotes jobNotes() {
        return new DynamoJobNotes(dynamoDb, table);
    }

    RunNotes runNotes() {
        return new DynamoRunNotes(dynamoDb, table);
    }

    Staffs staffs() {
        return new DynamoStaffs(dynamoDb, table);
    }

    InstanceRows instanceRows() {
        return new DynamoInstanceRows(dynamoDb, environment.required("SPAWN_INSTANCES_TABLE"));
    }

    Callbacks callbacks() {
        return new StepFunctionsCallbacks(clients.stepFunctions());
    }

    Bus bus() {
        return new EventBridgeBus(clients.eventBridge(), environment.required("SPAWN_BUS_NAME"));
    }
}
