package host.spore.spawn.functions.queue;

import static host.spore.spawn.functions.queue.Items.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** {@link RunNotes} in DynamoDB. */
final class DynamoRunNotes implements RunNotes {
    private static final String GOES_ON = "#status IN (:starting, :running)";

    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoRunNotes(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public void explain(String runId, Optional<String> reason) {
        isDone(explainRequest(runId, reason));
    }

    @Override
    public boolean giveUp(String runId, String reason) {
        return isDone(giveUpRequest(runId, reason));
    }

    UpdateItemRequest explainRequest(String runId, Optional<String> reason) {
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        reason.ifPresent(text -> values.put(":reason", text(text)));
        return request(
                runId,
                (reason.isPresent() ? "SET reason = :reason" : "REMOVE reason") + " ADD version :one",
                GOES_ON + " AND attribute_not_exists(no_workers)",
                values);
    }

    /** The first reason stays: whoever comes later knows less of how it began. */
    UpdateItemRequest giveUpRequest(String runId, String reason) {
        return request(
                runId,
                "SET no_workers = if_not_exists(no_workers, :reason), reason = if_not_exists(no_workers, :reason) ADD version :one",
                GOES_ON,
                new LinkedHashMap<>(Map.of(":reason", text(reason))));
    }

    private UpdateItemRequest request(
            String runId, String update, String condition, Map<String, AttributeValue> values) {
        values.put(":one", Items.number(1));
        values.put(":starting", text(RunStatus.STARTING.wire()));
        values.put(":running", text(RunStatus.RUNNING.wire()));
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(Items.key(runId, QueueKeys.QUEUE))
                .updateExpression(update)
                .conditionExpression(condition)
                .expressionAttributeNames(Map.of("#status", QueueKeys.STATUS))
                .expressionAttributeValues(values)
                .build();
    }

    private boolean isDone(UpdateItemRequest request) {
        try {
            dynamoDb.updateItem(request);
            return true;
        } catch (ConditionalCheckFailedException notAnyMore) {
            return false;
        }
    }
}
