package host.spore.spawn.local.chaos;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** DynamoDB in memory: conditional writes, and sparse indexes by one attribute. */
final class Tables {
    private static final Map<String, String> KEYS = Map.of(
            "spawn-instances", "instance_id",
            "spawn-names", "name",
            "spawn-outcomes", "command_id",
            "spawn-availability-stats", "offer",
            "spawn-breakers", "template_hash");

    /** What an index is keyed by. */
    private static final Map<String, String> INDEXES =
            Map.of("unclosed-index", "unclosed", "unpublished-index", "unpublished");

    private final Map<String, Map<String, Map<String, AttributeValue>>> tables = new HashMap<>();

    /** Items by their key. */
    Map<String, Map<String, AttributeValue>> of(String table) {
        return tables.computeIfAbsent(table, name -> new LinkedHashMap<>());
    }

    Map<String, AttributeValue> get(String table, Map<String, AttributeValue> key) {
        return of(table).getOrDefault(id(table, key), Map.of());
    }

    void put(String table, Map<String, AttributeValue> item, Expressions.Condition condition) {
        check(condition, get(table, item));
        of(table).put(id(table, item), Map.copyOf(item));
    }

    Map<String, AttributeValue> update(
            String table, Map<String, AttributeValue> key, String update, Expressions.Condition condition) {
        Map<String, AttributeValue> there = get(table, key);
        check(condition, there);
        Map<String, AttributeValue> base = new HashMap<>(there);
        base.putAll(key);
        Map<String, AttributeValue> item = Map.copyOf(Expressions.updated(update, condition, base));
        of(table).put(id(table, key), item);
        return item;
    }

    void delete(String table, Map<String, AttributeValue> key, Expressions.Condition condition) {
        check(condition, get(table, key));
        of(table).remove(id(table, key));
    }

    private List<Map<String, AttributeValue>> query(QueryRequest request) {
        String attribute = INDEXES.getOrDefault(request.indexName(), "");
        return of(request.tableName()).values().stream()
                .filter(item -> item.containsKey(attribute))
                .toList();
    }

    private static void check(Expressions.Condition condition, Map<String, AttributeValue> item) {
        if (!condition.holds(item)) {
            throw ConditionalCheckFailedException.builder()
                    .message("The conditional request failed")
                    .item(item)
                    .build();
        }
    }

    private static String id(String table, Map<String, AttributeValue> item) {
        AttributeValue key = item.get(KEYS.getOrDefault(table, ""));
        if (key == null) {
            throw new IllegalArgumentException("ValidationException: no key of " + table + " in " + item);
        }
        return key.s();
    }

    /** As the functions see them. */
    DynamoDbClient client(Weather weather) {
        return new DynamoDbClient() {
            @Override
            public GetItemResponse getItem(GetItemRequest request) {
                return call(() -> GetItemResponse.builder()
                        .item(get(request.tableName(), request.key()))
                        .build());
            }

            @Override
            public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
                return call(() -> {
                    Map<String, List<Map<String, AttributeValue>>> found = new HashMap<>();
                    request.requestItems()
                            .forEach((table, keys) -> found.put(
                                    table,
                                    keys.keys().stream()
                                            .map(key -> get(table, key))
                                            .filter(item -> !item.isEmpty())
                                            .toList()));
                    return BatchGetItemResponse.builder().responses(found).build();
                });
            }

            @Override
            public PutItemResponse putItem(PutItemRequest request) {
                return call(() -> {
                    put(
                            request.tableName(),
                            request.item(),
                            new Expressions.Condition(
                                    request.conditionExpression(),
                                    request.expressionAttributeNames(),
                                    request.expressionAttributeValues()));
                    return PutItemResponse.builder().build();
                });
            }

            @Override
            public UpdateItemResponse updateItem(UpdateItemRequest request) {
                return call(() -> UpdateItemResponse.builder()
                        .attributes(update(
                                request.tableName(),
                                request.key(),
                                request.updateExpression(),
                                new Expressions.Condition(
                                        request.conditionExpression(),
                                        request.expressionAttributeNames(),
                                        request.expressionAttributeValues())))
                        .build());
            }

            @Override
            public DeleteItemResponse deleteItem(DeleteItemRequest request) {
                return call(() -> {
                    delete(
                            request.tableName(),
                            request.key(),
                            new Expressions.Condition(
                                    request.conditionExpression(),
                                    request.expressionAttributeNames(),
                                    request.expressionAttributeValues()));
                    return DeleteItemResponse.builder().build();
                });
            }

            @Override
            public QueryResponse query(QueryRequest request) {
                return call(() -> QueryResponse.builder()
                        .items(Tables.this.query(request))
                        .build());
            }

            @Override
            public ScanResponse scan(ScanRequest request) {
                return call(() -> ScanResponse.builder()
                        .items(of(request.tableName()).values())
                        .build());
            }

            @Override
            public String serviceName() {
                return "dynamodb";
            }

            @Override
            public void close() {}

            private <T> T call(Supplier<T> deed) {
                return weather.sdk("DynamoDB", deed, DynamoDbException::builder);
            }
        };
    }
}
