package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.SweepId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** {@link Zones} in DynamoDB: one item for each zone, with the set of rows that have a slot there. */
final class DynamoZones implements Zones {
    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoZones(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public boolean take(SweepId sweepId, String zone, int index, int most, Instant expiresAt) {
        try {
            dynamoDb.updateItem(takeRequest(sweepId, zone, index, most, expiresAt));
            return true;
        } catch (ConditionalCheckFailedException full) {
            return false;
        }
    }

    @Override
    public void free(SweepId sweepId, String zone, int index) {
        dynamoDb.updateItem(freeRequest(sweepId, zone, index));
    }

    UpdateItemRequest takeRequest(SweepId sweepId, String zone, int index, int most, Instant expiresAt) {
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(Item.key(sweepId, RowKeys.ZONES + zone))
                .updateExpression("SET #expires = :expires ADD #rows :one")
                .conditionExpression("attribute_not_exists(#rows) OR size(#rows) < :most OR contains(#rows, :index)")
                .expressionAttributeNames(Map.of("#rows", "rows", "#expires", RowKeys.EXPIRES_AT))
                .expressionAttributeValues(Map.of(
                        ":expires",
                        AttributeValue.fromN(Long.toString(expiresAt.getEpochSecond())),
                        ":one",
                        AttributeValue.fromSs(List.of(text(index))),
                        ":index",
                        AttributeValue.fromS(text(index)),
                        ":most",
                        AttributeValue.fromN(Integer.toString(most))))
                .build();
    }

    UpdateItemRequest freeRequest(SweepId sweepId, String zone, int index) {
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(Item.key(sweepId, RowKeys.ZONES + zone))
                .updateExpression("DELETE #rows :one")
                .expressionAttributeNames(Map.of("#rows", "rows"))
                .expressionAttributeValues(Map.of(":one", AttributeValue.fromSs(List.of(text(index)))))
                .build();
    }

    private static String text(int index) {
        return Integer.toString(index);
    }
}
