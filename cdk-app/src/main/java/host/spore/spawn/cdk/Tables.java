package host.spore.spawn.cdk;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.constructs.Construct;

/**
 * What is known of instances, names, outcomes, capacity and launches that failed.
 *
 * <p>The tables go with the stack: the tags of EC2 say what exists, and the guard lets the stack go only when nothing
 * does.
 */
final class Tables extends Construct {
    static final String UNPUBLISHED = "unpublished-index";
    static final String UNCLOSED = "unclosed-index";
    static final String BY_TYPE = "type-index";
    static final String RUNS = "runs-index";

    private final Table instances;
    private final Table names;
    private final Table outcomes;
    private final Table availabilityStats;
    private final Table history;
    private final Table breakers;
    private final Table queues;
    private final Table sweeps;
    private final Table alerts;

    Tables(Construct scope, String id) {
        super(scope, id);
        instances = table("Instances", "spawn-instances", "instance_id")
                .timeToLiveAttribute("expires_at_epoch_seconds")
                // Whoever changes a row, its history has it: see History.
                .stream(StreamViewType.NEW_AND_OLD_IMAGES)
                .build();
        // Sparse, as below: the instances whose end has not been said. Whoever acts on one reads its row anew; who
        // shows a thousand of them has all of them in a page or two.
        index(instances, UNCLOSED, "unclosed", "instance_id");
        names = table("Names", "spawn-names", "name").build();
        outcomes = table("Outcomes", "spawn-outcomes", "command_id")
                .timeToLiveAttribute("expires_at_epoch_seconds")
                .build();
        availabilityStats = table("AvailabilityStats", "spawn-availability-stats", "offer")
                .timeToLiveAttribute("expires_at_epoch_seconds")
                .build();
        // Sparse: only what is written and not yet published has the attribute, so the reaper reads next to nothing.
        index(outcomes, UNPUBLISHED, "unpublished", "written_at");
        // For people, who want to know what launches of late came to, and what those that ended have cost.
        index(outcomes, BY_TYPE, "outcome_type", "written_at");
        history = table("History", "spawn-history", "instance_id")
                .sortKey(text("entry"))
                .timeToLiveAttribute("expires_at_epoch_seconds")
                .build();
        breakers = table("Breakers", "spawn-breakers", "template_hash")
                .timeToLiveAttribute("expires_at_epoch_seconds")
                .build();
        // Runs of queues, their jobs, gates and workers.
        queues = table("Queues", "spawn-queues", "run_id")
                .sortKey(text("item"))
                .timeToLiveAttribute("expires_at")
                .build();
        // Sparse: of all items of a run, only its own has the type of the command that began it.
        index(queues, RUNS, "command_type", "started_at");
        // Sweeps, their rows that have begun, and what bounds them.
        sweeps = table("Sweeps", "spawn-sweeps", "sweep_id")
                .sortKey(text("item"))
                .timeToLiveAttribute("expires_at_epoch_seconds")
                .build();
        // Sparse: of all items of a sweep, only its own has the type of the command that began its run.
        index(sweeps, RUNS, "command_type", "started_at");
        // Destinations, which stay; what was told to each of them, and their quiet windows, which go.
        alerts = table("Alerts", "spawn-alerts", "subject")
                .sortKey(text("item"))
                .timeToLiveAttribute("expires_at_epoch_seconds")
                .build();
    }

    /** Whoever finds an item by it has all of it. */
    private static void index(Table table, String name, String partitionKey, String sortKey) {
        table.addGlobalSecondaryIndex(GlobalSecondaryIndexProps.builder()
                .indexName(name)
                .partitionKey(text(partitionKey))
                .sortKey(text(sortKey))
                .projectionType(ProjectionType.ALL)
                .build());
    }

    Table instances() {
        return instances;
    }

    Table names() {
        return names;
    }

    Table outcomes() {
        return outcomes;
    }

    Table availabilityStats() {
        return availabilityStats;
    }

    Table history() {
        return history;
    }

    Table breakers() {
        return breakers;
    }

    Table queues() {
        return queues;
    }

    Table sweeps() {
        return sweeps;
    }

    Table alerts() {
        return alerts;
    }

    private Table.Builder table(String id, String name, String key) {
        return Table.Builder.create(this, id)
                .tableName(name)
                .partitionKey(text(key))
                // Nothing is paid for while nothing happens.
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .encryption(TableEncryption.AWS_MANAGED)
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .removalPolicy(RemovalPolicy.DESTROY);
    }

    private static Attribute text(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }
}
