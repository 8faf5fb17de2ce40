package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.aws.Attributes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** {@link Claims} in DynamoDB. */
final class DynamoClaims implements Claims {
    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoClaims(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Optional<QueueClaim> read(String queueId) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(key(queueId)))
                .item();
        return item.isEmpty()
                ? Optional.empty()
                : Optional.of(new QueueClaim(
                        Attributes.text(item, QueueKeys.HOLDER),
                        Attributes.text(item, QueueKeys.LAST_RUN),
                        Instant.parse(Items.required(item, QueueKeys.SINCE))));
    }

    @Override
    public boolean take(String queueId, Optional<QueueClaim> read, QueueClaim now) {
        try {
            dynamoDb.putItem(takeRequest(queueId, read, now));
            return true;
        } catch (ConditionalCheckFailedException another) {
            return false;
        }
    }

    @Override
    public void free(String queueId, String runId) {
        try {
            dynamoDb.updateItem(freeRequest(queueId, runId));
        } catch (ConditionalCheckFailedException anothers) {
            // Given back before, and perhaps taken again since.
            return;
        }
    }

    PutItemRequest takeRequest(String queueId, Optional<QueueClaim> read, QueueClaim now) {
        Map<String, AttributeValue> item = new LinkedHashMap<>(key(queueId));
        now.holder().ifPresent(holder -> item.put(QueueKeys.HOLDER, AttributeValue.fromS(holder)));
        now.lastRun().ifPresent(last -> item.put(QueueKeys.LAST_RUN, AttributeValue.fromS(last)));
        item.put(QueueKeys.SINCE, AttributeValue.fromS(now.since().toString()));
        PutItemRequest.Builder request =
                PutItemRequest.builder().tableName(table).item(item);
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        String condition = read.map(before -> {
                    values.put(":since", AttributeValue.fromS(before.since().toString()));
                    return before.holder()
                            .map(holder -> {
                                values.put(":holder", AttributeValue.fromS(holder));
                                return "holder = :holder AND since = :since";
                            })
                            .orElse("attribute_not_exists(holder) AND since = :since");
                })
                .orElse("attribute_not_exists(run_id)");
        request.conditionExpression(condition);
        return values.isEmpty()
                ? request.build()
                : request.expressionAttributeValues(values).build();
    }

    UpdateItemRequest freeRequest(String queueId, String runId) {
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(key(queueId))
                .updateExpression("SET last_run = :run REMOVE holder")
                .conditionExpression("holder = :run")
                .expressionAttributeValues(Map.of(":run", AttributeValue.fromS(runId)))
                .build();
    }

    private static Map<String, AttributeValue> key(String queueId) {
        return Items.key(QueueKeys.claimOf(queueId), QueueKeys.CLAIM);
    }
}
