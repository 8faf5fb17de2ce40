package host.spore.spawn.functions.queue;

import host.spore.spawn.local.cloud.Cloud;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoRunRowsContractIT extends RunRowsContract {
    private final Cloud cloud = Cloud.get();
    private final QueuesTable table = new QueuesTable(cloud);

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    RunRows subject() {
        return new DynamoRunRows(cloud.tables, table.name());
    }

    @Override
    protected String freshRun() {
        return cloud.newId();
    }

    @Override
    protected void noteNoWorkers(String runId, String reason) {
        cloud.tables.updateItem(request -> request.tableName(table.name())
                .key(Items.key(runId, QueueKeys.QUEUE))
                .updateExpression("SET no_workers = :reason")
                .expressionAttributeValues(Map.of(":reason", AttributeValue.fromS(reason))));
    }
}
