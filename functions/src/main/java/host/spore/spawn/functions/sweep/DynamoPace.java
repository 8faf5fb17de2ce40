package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.SweepId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * {@link Pace} in DynamoDB: the next free instant, in milliseconds. While it lies ahead it is moved on by an addition, which two
 * may make at once; a read and a write on condition, as one would rather do it, would let one of a thousand through at a time.
 */
final class DynamoPace implements Pace {
    private static final String NEXT = "next_epoch_millis";

    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoPace(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Instant reserve(SweepId sweepId, Duration delay, Instant now) {
        try {
            long next = Item.of(dynamoDb.updateItem(ahead(sweepId, delay, now)).attributes())
                    .number(NEXT);
            return Instant.ofEpochMilli(next).minus(delay);
        } catch (ConditionalCheckFailedException nothingAhead) {
            return first(sweepId, delay, now);
        }
    }

    private Instant first(SweepId sweepId, Duration delay, Instant now) {
        try {
            dynamoDb.updateItem(behind(sweepId, delay, now));
            return now;
        } catch (ConditionalCheckFailedException another) {
            // It lies ahead since; and stays there for as long as a clock of ours may be wrong by.
            return reserve(sweepId, delay, now);
        }
    }

    UpdateItemRequest ahead(SweepId sweepId, Duration delay, Instant now) {
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(Item.key(sweepId, RowKeys.PACE))
                .updateExpression("ADD #next :delay")
                .conditionExpression("#next > :now")
                .expressionAttributeNames(Map.of("#next", NEXT))
                .expressionAttributeValues(
                        Map.of(":delay", number(delay.toMillis()), ":now", number(now.toEpochMilli())))
                .returnValues(ReturnValue.ALL_NEW)
                .build();
    }

    UpdateItemRequest behind(SweepId sweepId, Duration delay, Instant now) {
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(Item.key(sweepId, RowKeys.PACE))
                .updateExpression("SET #next = :next, #expires = :expires")
                .conditionExpression("attribute_not_exists(#next) OR #next <= :now")
                .expressionAttributeNames(Map.of("#next", NEXT, "#expires", RowKeys.EXPIRES_AT))
                .expressionAttributeValues(Map.of(
                        ":next",
                        number(now.plus(delay).toEpochMilli()),
                        ":now",
                        number(now.toEpochMilli()),
                        ":expires",
                        number(SweepItem.expiry(now).getEpochSecond())))
                .build();
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
