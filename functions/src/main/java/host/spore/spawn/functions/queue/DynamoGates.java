package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.aws.Attributes;
import host.spore.spawn.queues.compile.Gate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * {@link Gates} in DynamoDB. A set is never empty: with its last label the attribute itself goes, in the same write, so
 * that nobody parks any more; and that write tells whoever had parked before it.
 */
final class DynamoGates implements Gates {
    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoGates(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public void begin(String runId, List<Gate> gates, Instant expiresAt) {
        Items.putAbsent(
                dynamoDb,
                table,
                gates.stream().map(gate -> item(runId, gate, expiresAt)).toList());
    }

    @Override
    public State release(String runId, String target, String label) {
        return after(releaseRequest(runId, target, label));
    }

    @Override
    public State skip(String runId, String target, String cause) {
        return after(skipRequest(runId, target, cause));
    }

    /** A condition that fails shows the item as well: what the write would have done has been done before. */
    private State after(UpdateItemRequest request) {
        try {
            return state(dynamoDb.updateItem(request).attributes());
        } catch (ConditionalCheckFailedException doneBefore) {
            return doneBefore.hasItem() ? state(doneBefore.item()) : new Missing();
        }
    }

    UpdateItemRequest releaseRequest(String runId, String target, String label) {
        return request(runId, target)
                .updateExpression("DELETE waiting :label")
                .expressionAttributeValues(Map.of(":label", AttributeValue.fromSs(List.of(label))))
                .build();
    }

    UpdateItemRequest skipRequest(String runId, String target, String cause) {
        return request(runId, target)
                .updateExpression("SET skipped = :cause REMOVE waiting")
                .expressionAttributeValues(Map.of(":cause", AttributeValue.fromS(cause)))
                .build();
    }

    /** A gate that waits for nothing is open, or resolved: it is never shut again, nor resolved in another way. */
    private UpdateItemRequest.Builder request(String runId, String target) {
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(Items.key(runId, QueueKeys.gate(target)))
                .conditionExpression("attribute_exists(waiting)")
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    }

    private static Map<String, AttributeValue> item(String runId, Gate gate, Instant expiresAt) {
        Map<String, AttributeValue> item = new LinkedHashMap<>(Items.key(runId, QueueKeys.gate(gate.target())));
        item.put(QueueKeys.WAITING, AttributeValue.fromSs(gate.awaits()));
        item.put(QueueKeys.EXPIRES_AT, Items.seconds(expiresAt));
        return item;
    }

    private static State state(Map<String, AttributeValue> item) {
        Optional<String> token = Attributes.text(item, QueueKeys.TASK_TOKEN);
        if (item.containsKey(QueueKeys.SKIPPED)) {
            return new Skipped(token);
        }
        return item.containsKey(QueueKeys.WAITING) ? new Shut() : new Open(token);
    }
}
