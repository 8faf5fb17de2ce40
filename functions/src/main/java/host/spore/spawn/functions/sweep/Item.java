package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.SweepId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** An item of the table, attribute by attribute. What is empty is not there. */
final class Item {
    private final Map<String, AttributeValue> attributes;

    private Item(Map<String, AttributeValue> attributes) {
        this.attributes = attributes;
    }

    static Item of(Map<String, AttributeValue> attributes) {
        return new Item(attributes);
    }

    static Item to(SweepId sweepId, String item) {
        return new Item(new LinkedHashMap<>(key(sweepId, item)));
    }

    static Map<String, AttributeValue> key(SweepId sweepId, String item) {
        return Map.of(
                RowKeys.SWEEP_ID, AttributeValue.fromS(sweepId.value()), RowKeys.ITEM, AttributeValue.fromS(item));
    }

    static Optional<Item> read(DynamoDbClient dynamoDb, String table, SweepId sweepId, String item) {
        Map<String, AttributeValue> found = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(key(sweepId, item)))
                .item();
        return found.isEmpty() ? Optional.empty() : Optional.of(new Item(found));
    }

    Item with(String attribute, String value) {
        attributes.put(attribute, AttributeValue.fromS(value));
        return this;
    }

    Item with(String attribute, Optional<?> value) {
        value.ifPresent(present -> with(attribute, present.toString()));
        return this;
    }

    Item with(String attribute, long value) {
        attributes.put(attribute, AttributeValue.fromN(Long.toString(value)));
        return this;
    }

    String text(String attribute) {
        return optional(attribute).orElseThrow(() -> missing(attribute));
    }

    Optional<String> optional(String attribute) {
        return Optional.ofNullable(attributes.get(attribute)).map(AttributeValue::s);
    }

    Instant instant(String attribute) {
        return Instant.parse(text(attribute));
    }

    long number(String attribute) {
        AttributeValue value = attributes.get(attribute);
        if (value == null) {
            throw missing(attribute);
        }
        return Long.parseLong(value.n());
    }

    int integer(String attribute) {
        return Math.toIntExact(number(attribute));
    }

    boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    private IllegalStateException missing(String attribute) {
        return new IllegalStateException("an item " + optional(RowKeys.ITEM).orElse("?") + " without " + attribute);
    }

    /** @param version that was read; 0: there was none */
    PutItemRequest request(String table, long version) {
        PutItemRequest.Builder request = PutItemRequest.builder().tableName(table);
        with(RowKeys.VERSION, version + 1);
        request.item(attributes);
        return version == 0
                ? request.conditionExpression("attribute_not_exists(sweep_id)").build()
                : request.conditionExpression("#version = :version")
                        .expressionAttributeNames(Map.of("#version", RowKeys.VERSION))
                        .expressionAttributeValues(Map.of(":version", AttributeValue.fromN(Long.toString(version))))
                        .build();
    }

    static boolean put(DynamoDbClient dynamoDb, PutItemRequest request) {
        try {
            dynamoDb.putItem(request);
            return true;
        } catch (ConditionalCheckFailedException another) {
            return false;
        }
    }
}
