package host.spore.spawn.functions.sweep;

import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.bus.Bus;
import host.spore.spawn.functions.bus.EventBridgeBus;
import host.spore.spawn.functions.ec2.Ec2Instances;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.inbox.Inbox;
import host.spore.spawn.functions.inbox.S3Inbox;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.store.DynamoInstanceRows;
import host.spore.spawn.functions.store.DynamoOutcomes;
import host.spore.spawn.functions.store.InstanceRows;
import host.spore.spawn.functions.store.Outcomes;
import host.spore.spawn.functions.wake.Callbacks;
import host.spore.spawn.functions.wake.StepFunctionsCallbacks;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What the functions of sweeps reach on AWS, as Lambda makes it. Beside the table's, a client is made only for what is asked
 * for: each costs start-up.
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
        this.table = environment.required("SPAWN_SWEEPS_TABLE");
    }

    static Adapters ofProcess() {
        return new Adapters(Environment.ofProcess());
    }

    Environment environment() {
        return environment;
    }

    Sweeps sweeps() {
        return new DynamoSweeps(dynamoDb, table);
    }

    Rows rows() {
        return new DynamoRows(dynamoDb, table);
    }

    Pace pace() {
        return new DynamoPace(dynamoDb, table);
    }

    Zones zones() {
        return new DynamoZones(dynamoDb, table);
    }

    Files files() {
        return new S3Files(clients.s3(), environment.required("SPAWN_RESULTS_BUCKET"));
    }

    Inbox inbox() {
        return new S3Inbox(clients.s3(), environment.required("SPAWN_RESULTS_BUCKET"));
    }

    Flows flows() {
        return new StepFunctionsFlows(clients.stepFunctions(), environment.required("SPAWN_SWEEP_FLOW_ARN"));
    }

    Outcomes outcomes() {
        return new DynamoOutcomes(dynamoDb, environment.required("SPAWN_OUTCOMES_TABLE"));
    }

    InstanceRows instanceRows() {
        return new DynamoInstanceRows(dynamoDb, environment.required("SPAWN_INSTANCES_TABLE"));
    }

    Instances instances() {
        return new Ec2Instances(clients.ec2());
    }

    Callbacks callbacks() {
        return new StepFunctionsCallbacks(clients.stepFunctions());
    }

    Bus bus() {
        return new EventBridgeBus(clients.eventBridge(), environment.required("SPAWN_BUS_NAME"));
    }
}
