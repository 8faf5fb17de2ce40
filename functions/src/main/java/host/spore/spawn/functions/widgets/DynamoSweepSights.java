package host.spore.spawn.functions.widgets;

import host.spore.spawn.functions.aws.Attributes;
import host.spore.spawn.functions.aws.QueryParts;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** {@link SweepSights} in DynamoDB. The names are those of the package sweep, which writes them; its contract holds both. */
final class DynamoSweepSights implements SweepSights {
    private static final List<String> COMMANDS = List.of("LaunchSweep", "ResumeSweep");

    /** Of rows, in one query. */
    private static final int PART = 250;

    private static final List<String> SHOWN = List.of(
            "row_index", "name", "status", "reason", "instance_id", "exit_code", "cost", "begun_at", "ended_at");

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
    public List<SweepRow> rows(SweepRun sweep) {
        return QueryParts.read(dynamoDb, requests(sweep)).stream()
                .map(DynamoSweepSights::row)
                .toList();
    }

    private List<QueryRequest> requests(SweepRun sweep) {
        QueryRequest whole = QueryParts.of(
                QueryRequest.builder()
                        .tableName(table)
                        .keyConditionExpression("sweep_id = :sweep")
                        .expressionAttributeValues(Map.of(":sweep", AttributeValue.fromS(sweep.sweepId())))
                        .expressionAttributeNames(Map.of("#item", "item"))
                        .build(),
                SHOWN);
        return IntStream.rangeClosed(0, Math.max(0, sweep.rows() - 1) / PART)
                .mapToObj(part -> QueryParts.between(whole, "#item", key(part * PART), key(part * PART + PART - 1)))
                .toList();
    }

    private static String key(int index) {
        return String.format(Locale.ROOT, "row#%05d", index);
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
