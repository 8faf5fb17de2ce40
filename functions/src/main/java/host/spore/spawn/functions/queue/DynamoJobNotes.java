package host.spore.spawn.functions.queue;

import static host.spore.spawn.functions.queue.Items.number;
import static host.spore.spawn.functions.queue.Items.text;

import host.spore.spawn.functions.aws.Attributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** {@link JobNotes} in DynamoDB. */
final class DynamoJobNotes implements JobNotes {
    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoJobNotes(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Optional<JobStatus> note(String runId, JobNote note) {
        try {
            dynamoDb.updateItem(noteRequest(runId, note));
            return Optional.of(note.status());
        } catch (ConditionalCheckFailedException moreIsKnown) {
            return Attributes.text(moreIsKnown.item(), QueueKeys.STATUS).map(JobStatus::parse);
        }
    }

    @Override
    public OptionalInt count(String runId, String array, int index) {
        try {
            AttributeValue done = dynamoDb.updateItem(countRequest(runId, array, index))
                    .attributes()
                    .get(QueueKeys.ELEMENTS_DONE);
            return OptionalInt.of(done == null ? 0 : done.ns().size());
        } catch (ConditionalCheckFailedException noSuchItem) {
            return OptionalInt.empty();
        }
    }

    @Override
    public void note(String runId, String array, ArrayNote note) {
        isDone(noteRequest(runId, array, note));
    }

    /** Two writes: what is said of the set holds only as long as it is that set. */
    @Override
    public void release(String runId, String waiting, String done) {
        try {
            AttributeValue left = dynamoDb.updateItem(releaseRequest(runId, waiting, done))
                    .attributes()
                    .get(QueueKeys.WAITING_FOR);
            isDone(explainRequest(runId, waiting, left == null ? Set.of() : Set.copyOf(left.ss())));
        } catch (ConditionalCheckFailedException noSuchItem) {
            // As the port says.
        }
    }

    UpdateItemRequest noteRequest(String runId, JobNote note) {
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        List<String> sets = new ArrayList<>(List.of(
                "#status = :status",
                "reason = :reason",
                "#rank = :rank",
                "attempt = :attempt",
                "worker = :worker",
                "started_at = :started"));
        values.put(":status", text(note.status().wire()));
        values.put(":reason", text(note.reason()));
        values.put(":rank", number(note.rank()));
        values.put(":attempt", number(note.attempt()));
        values.put(":worker", text(note.worker()));
        values.put(":started", text(note.startedAt().toString()));
        List<String> removes = new ArrayList<>(List.of(QueueKeys.WAITING_FOR));
        Optional<JobNote.End> end = note.end();
        put(QueueKeys.ENDED_AT, end.map(known -> text(known.at().toString())), sets, removes, values);
        put(QueueKeys.SECONDS, end.map(known -> number(known.seconds())), sets, removes, values);
        put(
                QueueKeys.EXIT_CODE,
                end.filter(known -> known.exitCode().isPresent())
                        .map(known -> number(known.exitCode().getAsInt())),
                sets,
                removes,
                values);
        put(QueueKeys.RESULTS, end.flatMap(JobNote.End::results).map(Items::text), sets, removes, values);
        values.put(":waiting", text(JobStatus.WAITING.wire()));
        values.put(":running", text(JobStatus.RUNNING.wire()));
        values.put(":done", text(JobStatus.DONE.wire()));
        return update(runId, QueueKeys.job(note.element().job(), note.element().index()))
                .updateExpression("SET " + String.join(", ", sets) + " REMOVE " + String.join(", ", removes))
                .conditionExpression(
                        "#status IN (:waiting, :running, :done) AND (attribute_not_exists(#rank) OR #rank < :rank)")
                .expressionAttributeNames(Map.of("#status", QueueKeys.STATUS, "#rank", QueueKeys.RANK))
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    private static void put(
            String attribute,
            Optional<AttributeValue> value,
            List<String> sets,
            List<String> removes,
            Map<String, AttributeValue> values) {
        if (value.isPresent()) {
            sets.add(attribute + " = :" + attribute);
            values.put(":" + attribute, value.get());
        } else {
            removes.add(attribute);
        }
    }

    UpdateItemRequest countRequest(String runId, String array, int index) {
        return update(runId, QueueKeys.job(array))
                .updateExpression("ADD elements_done :index")
                .conditionExpression("attribute_exists(run_id)")
                .expressionAttributeValues(Map.of(":index", AttributeValue.fromNs(List.of(Integer.toString(index)))))
                .returnValues(ReturnValue.ALL_NEW)
                .build();
    }

    UpdateItemRequest noteRequest(String runId, String array, ArrayNote note) {
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        values.put(":waiting", text(JobStatus.WAITING.wire()));
        values.put(":at", text(note.at().toString()));
        UpdateItemRequest.Builder update = update(runId, QueueKeys.job(array))
                .expressionAttributeNames(Map.of("#status", QueueKeys.STATUS))
                .expressionAttributeValues(values);
        return switch (note) {
            case ArrayNote.Begun begun -> {
                values.put(":status", text(JobStatus.RUNNING.wire()));
                yield update.updateExpression("SET #status = :status, started_at = :at REMOVE reason, waiting_for")
                        .conditionExpression("#status = :waiting")
                        .expressionAttributeValues(values)
                        .build();
            }
            case ArrayNote.Partly(var at, int done, int of) -> {
                values.put(":status", text(JobStatus.RUNNING.wire()));
                values.put(":reason", text(done + " of " + of + " done"));
                values.put(":count", number(done));
                yield update.updateExpression("SET #status = :status, reason = :reason,"
                                + " started_at = if_not_exists(started_at, :at) REMOVE waiting_for")
                        // Two elements may be done at once: who counted fewer says nothing.
                        .conditionExpression("#status IN (:waiting, :status) AND size(elements_done) = :count")
                        .expressionAttributeValues(values)
                        .build();
            }
            case ArrayNote.Done done -> {
                values.put(":running", text(JobStatus.RUNNING.wire()));
                values.put(":status", text(JobStatus.DONE.wire()));
                values.put(":reason", text("done"));
                yield update.updateExpression(
                                "SET #status = :status, reason = :reason, ended_at = :at" + " REMOVE waiting_for")
                        .conditionExpression("#status IN (:waiting, :running)")
                        .expressionAttributeValues(values)
                        .build();
            }
        };
    }

    UpdateItemRequest releaseRequest(String runId, String waiting, String done) {
        return update(runId, QueueKeys.job(waiting))
                .updateExpression("DELETE waiting_for :done")
                .conditionExpression("attribute_exists(run_id)")
                .expressionAttributeValues(Map.of(":done", AttributeValue.fromSs(List.of(done))))
                .returnValues(ReturnValue.ALL_NEW)
                .build();
    }

    UpdateItemRequest explainRequest(String runId, String waiting, Set<String> left) {
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        values.put(":reason", text(waitingFor(left)));
        values.put(":waiting", text(JobStatus.WAITING.wire()));
        if (!left.isEmpty()) {
            values.put(":left", AttributeValue.fromSs(List.copyOf(new TreeSet<>(left))));
        }
        return update(runId, QueueKeys.job(waiting))
                .updateExpression("SET reason = :reason")
                .conditionExpression("#status = :waiting AND attribute_not_exists(#rank) AND "
                        + (left.isEmpty() ? "attribute_not_exists(waiting_for)" : "waiting_for = :left"))
                .expressionAttributeNames(Map.of("#status", QueueKeys.STATUS, "#rank", QueueKeys.RANK))
                .expressionAttributeValues(values)
                .build();
    }

    /** As a job's first reason says it. */
    static String waitingFor(Set<String> left) {
        return left.isEmpty() ? "ready, waits for a worker" : "waits for " + String.join(", ", new TreeSet<>(left));
    }

    private UpdateItemRequest.Builder update(String runId, String item) {
        return UpdateItemRequest.builder().tableName(table).key(Items.key(runId, item));
    }

    private void isDone(UpdateItemRequest request) {
        try {
            dynamoDb.updateItem(request);
        } catch (ConditionalCheckFailedException moreIsKnown) {
            // As the port says.
        }
    }
}
