package host.spore.spawn.functions.queue;

import host.spore.spawn.local.cloud.Cloud;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoGatesContractIT extends GatesContract {
    private final Cloud cloud = Cloud.get();
    private final QueuesTable table = new QueuesTable(cloud);

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    Gates subject() {
        return new DynamoGates(cloud.tables, table.name());
    }

    @Override
    protected String freshRun() {
        return cloud.newId();
    }

    @Override
    protected boolean park(String runId, String target, String token) {
        try {
            cloud.tables.updateItem(request -> request.tableName(table.name())
                    .key(Items.key(runId, QueueKeys.gate(target)))
                    .updateExpression("SET task_token = :token")
                    .conditionExpression("attribute_exists(waiting)")
                    .expressionAttributeValues(Map.of(":token", AttributeValue.fromS(token))));
            return true;
        } catch (ConditionalCheckFailedException tooLate) {
            return false;
        }
    }

    @Override
    protected String look(String runId, String target) {
        Map<String, AttributeValue> item = table.read(runId, QueueKeys.gate(target));
        return item.containsKey("skipped") ? "skip" : !item.isEmpty() && !item.containsKey("waiting") ? "open" : "shut";
    }
}
