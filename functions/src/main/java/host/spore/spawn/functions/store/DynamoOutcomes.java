package host.spore.spawn.functions.store;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** {@link Outcomes} in DynamoDB. */
public final class DynamoOutcomes implements Outcomes {
    /** As long as Step Functions keeps an execution's name: so long a doubled command must find its outcome. */
    private static final Duration KEPT = Duration.ofDays(90);

    private static final String UNPUBLISHED = "yes";

    private final DynamoDbClient dynamoDb;
    private final String table;

    public DynamoOutcomes(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public StoredOutcome writeOnce(StoredOutcome outcome) {
        try {
            dynamoDb.putItem(writeRequest(outcome));
            return outcome;
        } catch (ConditionalCheckFailedException thereAlready) {
            // The loser is handed the winner's item: a second read could come too late or too early.
            return outcome(thereAlready.item());
        }
    }

    @Override
    public void markPublished(String key, Instant at) {
        try {
            dynamoDb.updateItem(publishedRequest(key, at));
        } catch (ConditionalCheckFailedException gone) {
            // Its 90 days are over: nothing is left to mark, and an update would make a stump of an item.
            return;
        }
    }

    @Override
    public Optional<StoredOutcome> read(String key) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(key(key)))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(outcome(item));
    }

    @Override
    public List<StoredOutcome> unpublished() {
        return dynamoDb.queryPaginator(unpublishedRequest()).items().stream()
                .map(DynamoOutcomes::outcome)
                .toList();
    }

    PutItemRequest writeRequest(StoredOutcome outcome) {
        Map<String, AttributeValue> item = new LinkedHashMap<>(key(outcome.key()));
        if (outcome.commandType() != null) {
            item.put("command_type", AttributeValue.fromS(outcome.commandType()));
        }
        item.put("outcome_type", AttributeValue.fromS(outcome.type()));
        item.put("outcome_id", AttributeValue.fromS(outcome.id()));
        item.put("detail", AttributeValue.fromS(outcome.detail()));
        item.put("written_at", AttributeValue.fromS(outcome.writtenAt().toString()));
        item.put("unpublished", AttributeValue.fromS(UNPUBLISHED));
        item.put(
                "expires_at_epoch_seconds",
                AttributeValue.fromN(
                        Long.toString(outcome.writtenAt().plus(KEPT).getEpochSecond())));
        return PutItemRequest.builder()
                .tableName(table)
                .item(item)
                .conditionExpression("attribute_not_exists(command_id)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    UpdateItemRequest publishedRequest(String key, Instant at) {
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(key(key))
                .updateExpression("SET published_at = if_not_exists(published_at, :at) REMOVE unpublished")
                .conditionExpression("attribute_exists(command_id)")
                .expressionAttributeValues(Map.of(":at", AttributeValue.fromS(at.toString())))
                .build();
    }

    QueryRequest unpublishedRequest() {
        return QueryRequest.builder()
                .tableName(table)
                .indexName("unpublished-index")
                .keyConditionExpression("unpublished = :yes")
                .expressionAttributeValues(Map.of(":yes", AttributeValue.fromS(UNPUBLISHED)))
                .build();
    }

    private static Map<String, AttributeValue> key(String key) {
        return Map.of("command_id", AttributeValue.fromS(key));
    }

    static StoredOutcome outcome(Map<String, AttributeValue> item) {
        AttributeValue commandType = item.get("command_type");
        return new StoredOutcome(
                text(item, "command_id"),
                commandType == null ? null : commandType.s(),
                text(item, "outcome_type"),
                text(item, "outcome_id"),
                text(item, "detail"),
                Instant.parse(text(item, "written_at")),
                !item.containsKey("unpublished"));
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalStateException("an outcome without " + name);
        }
        return value.s();
    }
}
