package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.SweepId;
import host.spore.spawn.events.SweepRowId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** {@link Rows} in DynamoDB. */
final class DynamoRows implements Rows {
    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoRows(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Optional<RowItem> read(SweepId sweepId, int index) {
        return Item.read(dynamoDb, table, sweepId, RowKeys.row(index)).map(item -> row(sweepId, item));
    }

    @Override
    public boolean write(RowItem row) {
        return Item.put(dynamoDb, request(row));
    }

    @Override
    public List<RowItem> all(SweepId sweepId) {
        return dynamoDb
                .queryPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("sweep_id = :sweep AND begins_with(#item, :rows)")
                        .expressionAttributeNames(Map.of("#item", RowKeys.ITEM))
                        .expressionAttributeValues(Map.of(
                                ":sweep",
                                AttributeValue.fromS(sweepId.value()),
                                ":rows",
                                AttributeValue.fromS(RowKeys.ROWS))))
                .items()
                .stream()
                .map(item -> row(sweepId, Item.of(item)))
                .toList();
    }

    PutItemRequest request(RowItem row) {
        Item item = Item.to(row.id().sweepId(), RowKeys.row(row.index()))
                .with("run", row.id().run())
                .with("row_index", row.index())
                .with("name", row.name())
                .with("work", row.work().wire())
                .with("zone", row.zone())
                .with("launch_at", row.launchAt().toString())
                .with("begun_at", row.begunAt().toString())
                .with("instance_id", row.instance())
                .with(RowKeys.TOKEN, row.token())
                .with(RowKeys.EXPIRES_AT, row.expiresAt().getEpochSecond());
        row.exitCode().ifPresent(code -> item.with("exit_code", code));
        row.end()
                .ifPresent(end -> item.with("status", end.status().wire())
                        .with("reason", end.reason())
                        .with("ended_at", end.at().toString())
                        .with("end_cause", end.cause())
                        .with("cost", end.cost())
                        .with("results", end.results()));
        return item.request(table, row.version());
    }

    private static RowItem row(SweepId sweepId, Item item) {
        return new RowItem(
                new SweepRowId(sweepId, item.integer("run"), item.integer("row_index")),
                item.text("name"),
                RowWork.parse(item.text("work")),
                item.optional("zone"),
                item.instant("launch_at"),
                item.instant("begun_at"),
                item.optional("instance_id").map(InstanceId::new),
                item.has("exit_code") ? OptionalInt.of(item.integer("exit_code")) : OptionalInt.empty(),
                item.optional("status")
                        .map(status -> new RowEnd(
                                RowStatus.parse(status),
                                item.text("reason"),
                                item.instant("ended_at"),
                                item.optional("end_cause"),
                                item.optional("cost"),
                                item.optional("results"))),
                item.optional(RowKeys.TOKEN),
                Instant.ofEpochSecond(item.number(RowKeys.EXPIRES_AT)),
                item.number(RowKeys.VERSION));
    }
}
