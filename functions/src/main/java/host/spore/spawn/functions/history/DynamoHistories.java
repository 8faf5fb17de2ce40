package host.spore.spawn.functions.history;

import host.spore.spawn.events.InstanceId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** {@link Histories} in DynamoDB. */
final class DynamoHistories implements Histories {
    private static final String INSTANCE = "instance_id";
    private static final String KEY = "entry";

    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoHistories(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public void append(InstanceId instance, String key, Change change) {
        dynamoDb.updateItem(appendRequest(instance, key, change));
    }

    /** An update and no put: an entry that is told again must not lose its time to live. */
    UpdateItemRequest appendRequest(InstanceId instance, String key, Change change) {
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        values.put(":by", AttributeValue.fromS(change.by()));
        values.put(":what", AttributeValue.fromS(change.what()));
        String expression = "SET #by = :by, what = :what";
        if (change.commandId() != null) {
            values.put(":command", AttributeValue.fromS(change.commandId()));
            expression += ", command_id = :command";
        }
        if (change.correlationId() != null) {
            values.put(":correlation", AttributeValue.fromS(change.correlationId()));
            expression += ", correlation_id = :correlation";
        }
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(key(instance, key))
                .updateExpression(expression)
                .expressionAttributeNames(Map.of("#by", "by"))
                .expressionAttributeValues(values)
                .build();
    }

    @Override
    public void expire(InstanceId instance, Instant at) {
        QueryRequest entries = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression(INSTANCE + " = :instance")
                .projectionExpression(KEY)
                .expressionAttributeValues(Map.of(":instance", AttributeValue.fromS(instance.value())))
                .build();
        dynamoDb.queryPaginator(entries)
                .items()
                .forEach(item -> dynamoDb.updateItem(request -> request.tableName(table)
                        .key(key(instance, text(item)))
                        .updateExpression("SET expires_at_epoch_seconds = :at")
                        .expressionAttributeValues(
                                Map.of(":at", AttributeValue.fromN(Long.toString(at.getEpochSecond()))))));
    }

    private static String text(Map<String, AttributeValue> item) {
        AttributeValue key = item.get(KEY);
        return key == null ? "" : key.s();
    }

    private static Map<String, AttributeValue> key(InstanceId instance, String key) {
        return Map.of(INSTANCE, AttributeValue.fromS(instance.value()), KEY, AttributeValue.fromS(key));
    }
}
