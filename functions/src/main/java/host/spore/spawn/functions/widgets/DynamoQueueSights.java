package host.spore.spawn.functions.widgets;

import host.spore.spawn.functions.aws.Attributes;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@link QueueSights} in DynamoDB. The names are those of the package queue, which writes them; its contract holds both. */
final class DynamoQueueSights implements QueueSights {
    private static final List<String> COMMANDS = List.of("SubmitQueue", "ResumeQueue");
    private static final String JOBS = "job#";

    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoQueueSights(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public List<QueueRun> latest(int most) {
        return LatestRuns.of(dynamoDb, table, COMMANDS, most)
                .map(DynamoQueueSights::run)
                .sorted(Comparator.comparing(QueueRun::startedAt).reversed().thenComparing(QueueRun::runId))
                .limit(most)
                .toList();
    }

    @Override
    public Optional<QueueRun> find(String runId) {
        Map<String, AttributeValue> item = dynamoDb.getItem(request -> request.tableName(table)
                        .key(Map.of("run_id", AttributeValue.fromS(runId), "item", AttributeValue.fromS("queue"))))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(run(item));
    }

    @Override
    public List<QueueJob> jobs(String runId) {
        return dynamoDb
                .queryPaginator(request -> request.tableName(table)
                        .keyConditionExpression("run_id = :run AND begins_with(#item, :jobs)")
                        .expressionAttributeNames(Map.of("#item", "item"))
                        .expressionAttributeValues(
                                Map.of(":run", AttributeValue.fromS(runId), ":jobs", AttributeValue.fromS(JOBS))))
                .items()
                .stream()
                .map(DynamoQueueSights::job)
                .toList();
    }

    private static QueueRun run(Map<String, AttributeValue> item) {
        return new QueueRun(
                Attributes.text(item, "run_id").orElse(""),
                Attributes.text(item, "queue_id").orElse(""),
                Attributes.text(item, "owner").orElse(""),
                Attributes.integer(item, "jobs").orElse(0),
                Attributes.text(item, "status").orElse(""),
                Attributes.text(item, "reason")
                        .or(() -> Attributes.text(item, "cancelled"))
                        .or(() -> Attributes.text(item, "no_workers")),
                Instant.parse(Attributes.text(item, "started_at").orElse("")),
                Attributes.text(item, "ended_at").map(Instant::parse));
    }

    private static QueueJob job(Map<String, AttributeValue> item) {
        String key = Attributes.text(item, "item").orElse("").substring(JOBS.length());
        int sign = key.indexOf('#');
        AttributeValue waitingFor = item.get("waiting_for");
        AttributeValue elementsDone = item.get("elements_done");
        return new QueueJob(
                sign < 0 ? key : key.substring(0, sign),
                sign < 0 ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(key.substring(sign + 1))),
                Attributes.text(item, "status").orElse(""),
                Attributes.text(item, "reason"),
                waitingFor == null ? Set.of() : Set.copyOf(waitingFor.ss()),
                Stream.ofNullable(elementsDone)
                        .mapToInt(done -> done.ns().size())
                        .sum(),
                Attributes.text(item, "worker"),
                Attributes.integer(item, "attempt"),
                Attributes.text(item, "started_at").map(Instant::parse),
                Attributes.text(item, "ended_at").map(Instant::parse),
                Attributes.integer(item, "exit_code"));
    }
}
