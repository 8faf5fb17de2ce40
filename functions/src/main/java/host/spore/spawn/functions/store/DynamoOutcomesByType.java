package host.spore.spawn.functions.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** {@link OutcomesByType} in DynamoDB. */
public final class DynamoOutcomesByType implements OutcomesByType {
    private final DynamoDbClient dynamoDb;
    private final String table;

    public DynamoOutcomesByType(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public List<StoredOutcome> since(String type, Instant from, int most) {
        return dynamoDb.queryPaginator(request(type, from, most)).items().stream()
                .limit(most)
                .map(DynamoOutcomes::outcome)
                .toList();
    }

    QueryRequest request(String type, Instant from, int most) {
        return QueryRequest.builder()
                .tableName(table)
                .indexName("type-index")
                // Times are of different lengths, 12:00:00Z and 12:00:00.5Z; in one second their order may be wrong.
                .keyConditionExpression("outcome_type = :type AND written_at >= :from")
                .expressionAttributeValues(
                        Map.of(":type", AttributeValue.fromS(type), ":from", AttributeValue.fromS(from.toString())))
                .scanIndexForward(false)
                .limit(most)
                .build();
    }
}
