package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.aws.Attributes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** {@link RunRows} in DynamoDB. */
final class DynamoRunRows implements RunRows {
    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoRunRows(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Optional<RunRow> read(String runId) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(Items.key(runId, QueueKeys.QUEUE)))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(row(item));
    }

    @Override
    public void begin(RunRow row, Instant expiresAt) {
        try {
            dynamoDb.putItem(beginRequest(row, expiresAt));
        } catch (ConditionalCheckFailedException thereAlready) {
            return;
        }
    }

    @Override
    public Optional<RunRow> change(String runId, RunChange change) {
        try {
            return Optional.of(
                    row(dynamoDb.updateItem(changeRequest(runId, change)).attributes()));
        } catch (ConditionalCheckFailedException notAnyMore) {
            return Optional.empty();
        }
    }

    PutItemRequest beginRequest(RunRow row, Instant expiresAt) {
        Map<String, AttributeValue> item = new LinkedHashMap<>(Items.key(row.runId(), QueueKeys.QUEUE));
        item.put(QueueKeys.QUEUE_ID, AttributeValue.fromS(row.queueId()));
        item.put(QueueKeys.COMMAND_ID, AttributeValue.fromS(row.runId()));
        item.put(QueueKeys.COMMAND_TYPE, AttributeValue.fromS(row.commandType()));
        item.put(QueueKeys.CORRELATION_ID, AttributeValue.fromS(row.correlationId()));
        item.put(QueueKeys.OWNER, AttributeValue.fromS(row.owner()));
        item.put(QueueKeys.HASH, AttributeValue.fromS(row.hash()));
        item.put(QueueKeys.JOB_COUNT, AttributeValue.fromN(Integer.toString(row.jobs())));
        item.put(QueueKeys.STATUS, AttributeValue.fromS(row.status().wire()));
        item.put(QueueKeys.STARTED_AT, AttributeValue.fromS(row.startedAt().toString()));
        item.put(QueueKeys.VERSION, AttributeValue.fromN("1"));
        item.put(QueueKeys.EXPIRES_AT, Items.seconds(expiresAt));
        return PutItemRequest.builder()
                .tableName(table)
                .item(item)
                .conditionExpression("attribute_not_exists(run_id)")
                .build();
    }

    UpdateItemRequest changeRequest(String runId, RunChange change) {
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        values.put(":one", AttributeValue.fromN("1"));
        Map<String, String> names =
                new LinkedHashMap<>(Map.of("#status", QueueKeys.STATUS, "#version", QueueKeys.VERSION));
        String set = switch (change) {
            case RunChange.Started started -> {
                values.put(":status", status(RunStatus.RUNNING));
                yield "#status = :status";
            }
            case RunChange.Cancelled(CancelMark mark) -> {
                values.put(":command", AttributeValue.fromS(mark.commandId()));
                values.put(":reason", AttributeValue.fromS(mark.reason()));
                values.put(":machine", AttributeValue.fromS(mark.machine()));
                yield "cancelled = :reason, cancelled_by = :command, cancelled_machine = :machine";
            }
            case RunChange.Finishing finishing -> {
                values.put(":status", status(RunStatus.FINISHING));
                yield "#status = :status";
            }
            case RunChange.Outlived outlived -> {
                values.put(":true", AttributeValue.fromBool(true));
                yield "outlived = :true";
            }
            case RunChange.Ended(RunStatus status, String reason, Instant at) -> {
                values.put(":status", status(status));
                values.put(":reason", AttributeValue.fromS(reason));
                values.put(":at", AttributeValue.fromS(at.toString()));
                names.put("#reason", QueueKeys.REASON);
                yield "#status = :status, #reason = :reason, ended_at = :at";
            }
        };
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(Items.key(runId, QueueKeys.QUEUE))
                .updateExpression("SET " + set + " ADD #version :one")
                .conditionExpression(condition(change, values))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .returnValues(ReturnValue.ALL_NEW)
                .build();
    }

    private static String condition(RunChange change, Map<String, AttributeValue> values) {
        return switch (change) {
            case RunChange.Started started -> {
                values.put(":starting", status(RunStatus.STARTING));
                yield "#status = :starting";
            }
            case RunChange.Cancelled cancelled -> {
                values.put(":starting", status(RunStatus.STARTING));
                values.put(":running", status(RunStatus.RUNNING));
                // A second command may end what runs always, and only that; the first one, doubled, may not.
                yield "#status IN (:starting, :running) AND (attribute_not_exists(cancelled_by)"
                        + " OR (cancelled_by <> :command AND cancelled_machine <> :machine))";
            }
            case RunChange.Finishing finishing -> {
                values.put(":starting", status(RunStatus.STARTING));
                values.put(":running", status(RunStatus.RUNNING));
                yield "#status IN (:starting, :running, :status)";
            }
            case RunChange.Outlived outlived -> {
                values.put(":finishing", status(RunStatus.FINISHING));
                yield "#status = :finishing";
            }
            case RunChange.Ended ended -> {
                values.put(":finishing", status(RunStatus.FINISHING));
                yield "#status = :finishing";
            }
        };
    }

    private static AttributeValue status(RunStatus status) {
        return AttributeValue.fromS(status.wire());
    }

    private static RunRow row(Map<String, AttributeValue> item) {
        return new RunRow(
                Items.required(item, QueueKeys.RUN_ID),
                Items.required(item, QueueKeys.QUEUE_ID),
                Items.required(item, QueueKeys.COMMAND_TYPE),
                Items.required(item, QueueKeys.CORRELATION_ID),
                Items.required(item, QueueKeys.OWNER),
                Items.required(item, QueueKeys.HASH),
                Items.number(item, QueueKeys.JOB_COUNT).map(Math::toIntExact).orElse(0),
                RunStatus.parse(Items.required(item, QueueKeys.STATUS)),
                Attributes.text(item, QueueKeys.REASON),
                Instant.parse(Items.required(item, QueueKeys.STARTED_AT)),
                Attributes.text(item, QueueKeys.ENDED_AT).map(Instant::parse),
                Attributes.text(item, QueueKeys.CANCELLED_BY)
                        .map(command -> new CancelMark(
                                command,
                                Items.required(item, QueueKeys.CANCELLED),
                                Items.required(item, QueueKeys.CANCELLED_MACHINE))),
                Attributes.text(item, QueueKeys.NO_WORKERS),
                item.containsKey(QueueKeys.OUTLIVED));
    }
}
