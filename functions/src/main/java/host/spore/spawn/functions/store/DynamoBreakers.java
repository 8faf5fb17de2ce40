package host.spore.spawn.functions.store;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** {@link Breakers} in DynamoDB. */
public final class DynamoBreakers implements Breakers {
    /** DynamoDB deletes late, and what is too old does not count (see {@link Breaker#recent}). */
    private static final Duration KEPT = Duration.ofHours(2);

    private final DynamoDbClient dynamoDb;
    private final String table;

    public DynamoBreakers(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Breaker read(String template) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(key(template)))
                .item();
        return new Breaker(failures(item, Breaker.Kind.UNHEARD), failures(item, Breaker.Kind.UNSTEADY));
    }

    @Override
    public void count(String template, Breaker.Kind kind, Breaker.Failure failure) {
        dynamoDb.updateItem(request(template, kind, failure));
    }

    UpdateItemRequest request(String template, Breaker.Kind kind, Breaker.Failure failure) {
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(key(template))
                .updateExpression("SET expires_at_epoch_seconds = :later ADD " + column(kind) + " :failure")
                .expressionAttributeValues(Map.of(
                        ":later",
                        AttributeValue.fromN(
                                Long.toString(failure.at().plus(KEPT).getEpochSecond())),
                        ":failure",
                        AttributeValue.fromSs(List.of(failure.wire()))))
                .build();
    }

    private static List<Breaker.Failure> failures(Map<String, AttributeValue> item, Breaker.Kind kind) {
        AttributeValue set = item.get(column(kind));
        return set == null
                ? List.of()
                : set.ss().stream().map(Breaker.Failure::parse).toList();
    }

    private static String column(Breaker.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, AttributeValue> key(String template) {
        return Map.of("template_hash", AttributeValue.fromS(template));
    }
}
