package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.aws.Attributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Items of the table: their keys, their attributes, and how many are made at once. */
final class Items {
    /** <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html">Writes of one transaction</a>. */
    private static final int BATCH = 100;

    private Items() {}

    static Map<String, AttributeValue> key(String partition, String item) {
        return Map.of(QueueKeys.RUN_ID, AttributeValue.fromS(partition), QueueKeys.ITEM, AttributeValue.fromS(item));
    }

    static AttributeValue seconds(Instant at) {
        return AttributeValue.fromN(Long.toString(at.getEpochSecond()));
    }

    static String required(Map<String, AttributeValue> item, String attribute) {
        return Attributes.text(item, attribute)
                .orElseThrow(() -> new IllegalStateException(
                        "an item " + Attributes.text(item, QueueKeys.ITEM).orElse("?") + " without " + attribute));
    }

    static Optional<Long> number(Map<String, AttributeValue> item, String attribute) {
        return Optional.ofNullable(item.get(attribute)).map(AttributeValue::n).map(Long::valueOf);
    }

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    static int integer(Map<String, AttributeValue> item, String attribute) {
        return Math.toIntExact(number(item, attribute)
                .orElseThrow(() -> new IllegalStateException(
                        "an item " + Attributes.text(item, QueueKeys.ITEM).orElse("?") + " without " + attribute)));
    }

    static boolean isTrue(Map<String, AttributeValue> item, String attribute) {
        AttributeValue value = item.get(attribute);
        return value != null && Boolean.TRUE.equals(value.bool());
    }

    /**
     * Makes those that are not there. In a transaction a condition that fails undoes all of it, and says which one it was:
     * that one is there already, and the rest is written again.
     */
    static void putAbsent(DynamoDbClient dynamoDb, String table, Collection<Map<String, AttributeValue>> items) {
        List<Map<String, AttributeValue>> all = List.copyOf(items);
        for (int from = 0; from < all.size(); from += BATCH) {
            List<Map<String, AttributeValue>> missing = all.subList(from, Math.min(from + BATCH, all.size()));
            while (!missing.isEmpty()) {
                missing = refused(dynamoDb, table, missing);
            }
        }
    }

    /** @return what is left to be written */
    private static List<Map<String, AttributeValue>> refused(
            DynamoDbClient dynamoDb, String table, List<Map<String, AttributeValue>> items) {
        try {
            dynamoDb.transactWriteItems(request -> request.transactItems(
                    items.stream().map(item -> absent(table, item)).toList()));
            return List.of();
        } catch (TransactionCanceledException cancelled) {
            List<Map<String, AttributeValue>> left = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                CancellationReason reason = cancelled.cancellationReasons().get(i);
                if (!"ConditionalCheckFailed".equals(reason.code())) {
                    left.add(items.get(i));
                }
            }
            if (left.size() == items.size()) {
                throw cancelled;
            }
            return left;
        }
    }

    static TransactWriteItem absent(String table, Map<String, AttributeValue> item) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table).item(item).conditionExpression("attribute_not_exists(run_id)"))
                .build();
    }
}
