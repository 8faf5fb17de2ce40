package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.aws.AtOnce;
import host.spore.spawn.functions.aws.Attributes;
import host.spore.spawn.queues.file.Element;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** {@link JobRows} in DynamoDB. */
final class DynamoJobRows implements JobRows {
    private static final AtOnce CALLS = new AtOnce(8);

    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoJobRows(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public void begin(String runId, List<JobRow> rows, Instant expiresAt) {
        Items.putAbsent(
                dynamoDb,
                table,
                rows.stream().map(row -> item(runId, row, expiresAt)).toList());
    }

    @Override
    public List<JobRow> all(String runId) {
        return dynamoDb
                .queryPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("run_id = :run AND begins_with(#item, :jobs)")
                        .expressionAttributeNames(Map.of("#item", QueueKeys.ITEM))
                        .expressionAttributeValues(Map.of(
                                ":run", AttributeValue.fromS(runId),
                                ":jobs", AttributeValue.fromS(QueueKeys.JOBS))))
                .items()
                .stream()
                .map(DynamoJobRows::row)
                .toList();
    }

    @Override
    public void end(String runId, List<JobRow> rows, Set<JobStatus> from, Instant expiresAt) {
        CALLS.each(rows, row -> {
            try {
                dynamoDb.updateItem(endRequest(runId, row, from, expiresAt));
            } catch (ConditionalCheckFailedException endedAlready) {
                return;
            }
        });
    }

    UpdateItemRequest endRequest(String runId, JobRow row, Set<JobStatus> from, Instant expiresAt) {
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        values.put(":status", AttributeValue.fromS(row.status().wire()));
        values.put(":reason", AttributeValue.fromS(row.reason().orElse("")));
        values.put(":ended", AttributeValue.fromS(row.endedAt().orElseThrow().toString()));
        values.put(":expires", Items.seconds(expiresAt));
        List<String> set = new ArrayList<>(List.of(
                "#status = :status",
                "#reason = :reason",
                "ended_at = if_not_exists(ended_at, :ended)",
                "expires_at = if_not_exists(expires_at, :expires)"));
        Map<String, String> names =
                new LinkedHashMap<>(Map.of("#status", QueueKeys.STATUS, "#reason", QueueKeys.REASON));
        facts(row.facts()).forEach((attribute, value) -> {
            names.put("#" + attribute, attribute);
            values.put(":" + attribute, value);
            set.add("#" + attribute + " = if_not_exists(#" + attribute + ", :" + attribute + ")");
        });
        // What the history told is as much as the worker's word of this try's end: its word of the beginning comes too
        // late.
        row.facts().attempt().ifPresent(attempt -> {
            names.put("#rank", QueueKeys.RANK);
            values.put(":rank", AttributeValue.fromN(Long.toString(JobNote.rankOfEnd(attempt))));
            set.add("#rank = :rank");
        });
        List<String> statuses = new ArrayList<>();
        from.forEach(status -> {
            values.put(":from_" + status.wire(), AttributeValue.fromS(status.wire()));
            statuses.add(":from_" + status.wire());
        });
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(Items.key(runId, QueueKeys.JOBS + row.element().key()))
                .updateExpression("SET " + String.join(", ", set) + " REMOVE waiting_for")
                .conditionExpression("attribute_not_exists(run_id) OR #status IN (" + String.join(", ", statuses) + ")")
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .build();
    }

    private static Map<String, AttributeValue> item(String runId, JobRow row, Instant expiresAt) {
        Map<String, AttributeValue> item = new LinkedHashMap<>(
                Items.key(runId, QueueKeys.JOBS + row.element().key()));
        item.put(QueueKeys.STATUS, AttributeValue.fromS(row.status().wire()));
        row.reason().ifPresent(reason -> item.put(QueueKeys.REASON, AttributeValue.fromS(reason)));
        // A set is never empty: what waits for nothing has none.
        if (!row.waitingFor().isEmpty()) {
            item.put(
                    QueueKeys.WAITING_FOR,
                    AttributeValue.fromSs(row.waitingFor().stream().sorted().toList()));
        }
        if (!row.elementsDone().isEmpty()) {
            item.put(
                    QueueKeys.ELEMENTS_DONE,
                    AttributeValue.fromNs(row.elementsDone().stream()
                            .sorted()
                            .map(String::valueOf)
                            .toList()));
        }
        item.putAll(facts(row.facts()));
        row.endedAt().ifPresent(at -> item.put(QueueKeys.ENDED_AT, AttributeValue.fromS(at.toString())));
        item.put(QueueKeys.EXPIRES_AT, Items.seconds(expiresAt));
        return item;
    }

    private static Map<String, AttributeValue> facts(JobRow.Facts facts) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        facts.attempt().ifPresent(attempt -> item.put(QueueKeys.ATTEMPT, AttributeValue.fromN("" + attempt)));
        facts.worker().ifPresent(worker -> item.put(QueueKeys.WORKER, AttributeValue.fromS(worker)));
        facts.startedAt().ifPresent(at -> item.put(QueueKeys.STARTED_AT, AttributeValue.fromS(at.toString())));
        facts.exitCode().ifPresent(code -> item.put(QueueKeys.EXIT_CODE, AttributeValue.fromN("" + code)));
        facts.seconds().ifPresent(seconds -> item.put(QueueKeys.SECONDS, AttributeValue.fromN("" + seconds)));
        facts.results().ifPresent(results -> item.put(QueueKeys.RESULTS, AttributeValue.fromS(results)));
        return item;
    }

    private static JobRow row(Map<String, AttributeValue> item) {
        AttributeValue waitingFor = item.get(QueueKeys.WAITING_FOR);
        AttributeValue elementsDone = item.get(QueueKeys.ELEMENTS_DONE);
        return new JobRow(
                element(Items.required(item, QueueKeys.ITEM).substring(QueueKeys.JOBS.length())),
                JobStatus.parse(Items.required(item, QueueKeys.STATUS)),
                Attributes.text(item, QueueKeys.REASON),
                waitingFor == null ? Set.of() : Set.copyOf(waitingFor.ss()),
                elementsDone == null
                        ? Set.of()
                        : elementsDone.ns().stream().map(Integer::valueOf).collect(Collectors.toSet()),
                new JobRow.Facts(
                        number(item, QueueKeys.ATTEMPT),
                        Attributes.text(item, QueueKeys.WORKER),
                        Attributes.text(item, QueueKeys.STARTED_AT).map(Instant::parse),
                        number(item, QueueKeys.EXIT_CODE),
                        Items.number(item, QueueKeys.SECONDS),
                        Attributes.text(item, QueueKeys.RESULTS)),
                Attributes.text(item, QueueKeys.ENDED_AT).map(Instant::parse));
    }

    private static Element element(String key) {
        int sign = key.indexOf('#');
        return sign < 0
                ? Element.of(key)
                : Element.of(key.substring(0, sign), Integer.parseInt(key.substring(sign + 1)));
    }

    private static OptionalInt number(Map<String, AttributeValue> item, String attribute) {
        Optional<Long> number = Items.number(item, attribute);
        return number.isPresent() ? OptionalInt.of(Math.toIntExact(number.get())) : OptionalInt.empty();
    }
}
