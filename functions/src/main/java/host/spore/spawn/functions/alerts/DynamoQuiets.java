package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.DestinationId;
import host.spore.spawn.functions.aws.Attributes;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * {@link Quiets} in DynamoDB, one item each. Names of attributes are long, because {@code until} and {@code held} might be
 * words of DynamoDB's one day.
 */
final class DynamoQuiets implements Quiets {
    /** A window that nobody closes, because its destination is gone, goes too. */
    private static final Duration KEPT = Duration.ofDays(7);

    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoQuiets(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Optional<Window> read(DestinationId destination, AlertKind kind) {
        Map<String, AttributeValue> item = item(destination, kind);
        return Attributes.text(item, "quiet_until")
                .map(until -> new Window(
                        Instant.parse(until),
                        Attributes.text(item, "opened_by").orElse(""),
                        item.containsKey("held_back")));
    }

    @Override
    public boolean open(DestinationId destination, AlertKind kind, Optional<Window> read, Window window) {
        return changed(openRequest(destination, kind, read, window));
    }

    @Override
    public boolean hold(DestinationId destination, AlertKind kind, Instant until, String cause) {
        return changed(holdRequest(destination, kind, until, cause));
    }

    @Override
    public List<String> close(DestinationId destination, AlertKind kind, Instant until, Instant next) {
        if (!changed(closeRequest(destination, kind, until, next))) {
            Map<String, AttributeValue> item = item(destination, kind);
            return Attributes.text(item, "told_until")
                            .filter(until.toString()::equals)
                            .isPresent()
                    ? causes(item)
                    : List.of();
        }
        return causes(item(destination, kind));
    }

    UpdateItemRequest openRequest(DestinationId destination, AlertKind kind, Optional<Window> read, Window window) {
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        values.put(":until", AttributeValue.fromS(window.until().toString()));
        values.put(":opener", AttributeValue.fromS(window.opener()));
        values.put(":later", seconds(window.until()));
        read.ifPresent(before ->
                values.put(":read", AttributeValue.fromS(before.until().toString())));
        return request(destination, kind)
                .updateExpression("SET quiet_until = :until, opened_by = :opener, expires_at_epoch_seconds = :later")
                .conditionExpression(
                        read.isPresent()
                                ? "quiet_until = :read AND attribute_not_exists(held_back)"
                                : "attribute_not_exists(quiet_until)")
                .expressionAttributeValues(values)
                .build();
    }

    UpdateItemRequest holdRequest(DestinationId destination, AlertKind kind, Instant until, String cause) {
        return request(destination, kind)
                .updateExpression("ADD held_back :cause")
                .conditionExpression("quiet_until = :until")
                .expressionAttributeValues(Map.of(
                        ":cause", AttributeValue.fromSs(List.of(cause)),
                        ":until", AttributeValue.fromS(until.toString())))
                .build();
    }

    /** What was held back stays readable under its window's end, for whoever asks again after a lost answer. */
    UpdateItemRequest closeRequest(DestinationId destination, AlertKind kind, Instant until, Instant next) {
        return request(destination, kind)
                .updateExpression("SET told = held_back, told_until = :until, quiet_until = :next, opened_by = :nobody,"
                        + " expires_at_epoch_seconds = :later REMOVE held_back")
                .conditionExpression("quiet_until = :until AND attribute_exists(held_back)")
                .expressionAttributeValues(Map.of(
                        ":until", AttributeValue.fromS(until.toString()),
                        ":next", AttributeValue.fromS(next.toString()),
                        ":nobody", AttributeValue.fromS("digest"),
                        ":later", seconds(next)))
                .build();
    }

    private UpdateItemRequest.Builder request(DestinationId destination, AlertKind kind) {
        return UpdateItemRequest.builder().tableName(table).key(AlertItems.quiet(destination, kind));
    }

    private boolean changed(UpdateItemRequest request) {
        try {
            dynamoDb.updateItem(request);
            return true;
        } catch (ConditionalCheckFailedException another) {
            return false;
        }
    }

    private Map<String, AttributeValue> item(DestinationId destination, AlertKind kind) {
        return dynamoDb.getItem(request ->
                        request.tableName(table).consistentRead(true).key(AlertItems.quiet(destination, kind)))
                .item();
    }

    private static List<String> causes(Map<String, AttributeValue> item) {
        AttributeValue told = item.get("told");
        return told == null ? List.of() : told.ss().stream().sorted().toList();
    }

    private static AttributeValue seconds(Instant at) {
        return AttributeValue.fromN(Long.toString(at.plus(KEPT).getEpochSecond()));
    }
}
