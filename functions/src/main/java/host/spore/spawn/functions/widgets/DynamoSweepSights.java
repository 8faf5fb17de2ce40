package host.spore.spawn.functions.widgets;

import host.spore.spawn.functions.aws.Attributes;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@link SweepSights} in DynamoDB. The names are those of the package sweep, which writes them; its contract holds both. */
final class DynamoSweepSights implements SweepSights {
    private static final List<String> COMMANDS = List.of("LaunchSweep", "ResumeSweep");
    private static final String ROWS = "row#";

    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoSweepSights(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public List<SweepRun> latest(int most) {
        return LatestRuns.of(dynamoDb, table, COMMANDS, most)
                .map(DynamoSweepSights::run)
                .sorted(Comparator.comparing(SweepRun::startedAt).reversed().thenComparing(SweepRun::sweepId))
                .limit(most)
                .toList();
    }

    @Override
    public Optional<SweepRun> find(String sweepId) {
        Map<String, AttributeValue> item = dynamoDb.getItem(request -> request.tableName(table)
                        .key(Map.of("sweep_id", AttributeValue.fromS(sweepId), "item", AttributeValue.fromS("sweep"))))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(run(item));
    }

    @Override
    public List<SweepRow> rows(String sweepId) {
        return dynamoDb
                .queryPaginator(request -> request.tableName(table)
                        .keyConditionExpression("sweep_id = :sweep AND begins_with(#item, :rows)")
                        .expressionAttributeNames(Map.of("#item", "item"))
                        .expressionAttributeValues(
                                Map.of(":sweep", AttributeValue.fromS(sweepId), ":rows", AttributeValue.fromS(ROWS))))
                .items()
                .stream()
                .map(DynamoSweepSights::row)
                .toList();
    }

    private static SweepRun run(Map<String, AttributeValue> item) {
        return new SweepRun(
                Attributes.text(item, "sweep_id").orElse(""),
                Attributes.integer(item, "run").orElse(1),
                Attributes.integer(item, "row_count").orElse(0),
                Attributes.integer(item, "max_concurrent").orElse(0),
                Attributes.text(item, "status").orElse(""),
                Attributes.text(item, "reason")
                        .or(() -> Attributes.text(item, "cancelled"))
                        .or(() -> Attributes.text(item, "stopped")),
                Instant.parse(Attributes.text(item, "started_at").orElse("")),
                Attributes.text(item, "ended_at").map(Instant::parse));
    }

    private static SweepRow row(Map<String, AttributeValue> item) {
        return new SweepRow(
                Attributes.integer(item, "row_index").orElse(0),
                Attributes.text(item, "name").orElse(""),
                Attributes.text(item, "status").orElse(SweepRow.RUNNING),
                Attributes.text(item, "reason"),
                Attributes.text(item, "instance_id"),
                Attributes.integer(item, "exit_code"),
                Attributes.text(item, "cost"),
                Instant.parse(Attributes.text(item, "begun_at").orElse("")),
                Attributes.text(item, "ended_at").map(Instant::parse));
    }
}
