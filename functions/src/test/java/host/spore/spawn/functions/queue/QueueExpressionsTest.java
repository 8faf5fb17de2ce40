package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.queues.file.Element;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Every conditional write by its whole expression: a condition that is cut short still passes every happy test. */
class QueueExpressionsTest {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final String TABLE = "spawn-queues";

    /** No request is sent. */
    private static final DynamoDbClient UNUSED = new DynamoDbClient() {
        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    };

    private final DynamoClaims claims = new DynamoClaims(UNUSED, TABLE);
    private final DynamoRunRows rows = new DynamoRunRows(UNUSED, TABLE);
    private final DynamoJobRows jobs = new DynamoJobRows(UNUSED, TABLE);
    private final DynamoGates gates = new DynamoGates(UNUSED, TABLE);

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    private static Map<String, AttributeValue> key(String partition, String item) {
        return Map.of("run_id", text(partition), "item", text(item));
    }

    @Test
    void aClaimIsTakenAsItWasRead() {
        QueueClaim ours = new QueueClaim(Optional.of("run-2"), Optional.of("run-1"), AT.plusSeconds(1));
        PutItemRequest.Builder put = PutItemRequest.builder()
                .tableName(TABLE)
                .item(Map.of(
                        "run_id", text("queue#train"),
                        "item", text("claim"),
                        "holder", text("run-2"),
                        "last_run", text("run-1"),
                        "since", text("2026-11-23T12:00:01Z")));
        assertThat(claims.takeRequest("train", Optional.empty(), ours))
                .isEqualTo(
                        put.conditionExpression("attribute_not_exists(run_id)").build());
        assertThat(claims.takeRequest(
                        "train", Optional.of(new QueueClaim(Optional.of("run-1"), Optional.empty(), AT)), ours))
                .isEqualTo(put.conditionExpression("holder = :holder AND since = :since")
                        .expressionAttributeValues(
                                Map.of(":holder", text("run-1"), ":since", text("2026-11-23T12:00:00Z")))
                        .build());
        assertThat(claims.takeRequest(
                        "train", Optional.of(new QueueClaim(Optional.empty(), Optional.of("run-1"), AT)), ours))
                .isEqualTo(put.conditionExpression("attribute_not_exists(holder) AND since = :since")
                        .expressionAttributeValues(Map.of(":since", text("2026-11-23T12:00:00Z")))
                        .build());
    }

    @Test
    void aClaimIsGivenBackByItsHolder() {
        assertThat(claims.freeRequest("train", "run-1"))
                .isEqualTo(UpdateItemRequest.builder()
                        .tableName(TABLE)
                        .key(key("queue#train", "claim"))
                        .updateExpression("SET last_run = :run REMOVE holder")
                        .conditionExpression("holder = :run")
                        .expressionAttributeValues(Map.of(":run", text("run-1")))
                        .build());
    }

    private void assertChange(RunChange change, String update, String condition) {
        UpdateItemRequest request = rows.changeRequest("run-1", change);
        assertThat(request.key()).isEqualTo(key("run-1", "queue"));
        assertThat(request.updateExpression()).isEqualTo(update);
        assertThat(request.conditionExpression()).isEqualTo(condition);
        assertThat(request.returnValues()).isEqualTo(ReturnValue.ALL_NEW);
    }

    @Test
    void aRunChangesFromWhereItMay() {
        assertChange(new RunChange.Started(), "SET #status = :status ADD #version :one", "#status = :starting");
        assertChange(
                new RunChange.Cancelled(new CancelMark("cancel-1", "why", "main")),
                "SET cancelled = :reason, cancelled_by = :command, cancelled_machine = :machine ADD #version :one",
                "#status IN (:starting, :running) AND (attribute_not_exists(cancelled_by)"
                        + " OR (cancelled_by <> :command AND cancelled_machine <> :machine))");
        assertChange(
                new RunChange.Finishing(),
                "SET #status = :status ADD #version :one",
                "#status IN (:starting, :running, :status)");
        assertChange(new RunChange.Outlived(), "SET outlived = :true ADD #version :one", "#status = :finishing");
        assertChange(
                new RunChange.Ended(RunStatus.FAILED, "why", AT),
                "SET #status = :status, #reason = :reason, ended_at = :at ADD #version :one",
                "#status = :finishing");
        assertThat(rows.changeRequest("run-1", new RunChange.Finishing()).expressionAttributeValues())
                .isEqualTo(Map.of(
                        ":one", AttributeValue.fromN("1"),
                        ":status", text("finishing"),
                        ":starting", text("starting"),
                        ":running", text("running")));
    }

    @Test
    void aRunIsBegunOnce() {
        RunRow row = new RunRow(
                "run-1",
                "train",
                "SubmitQueue",
                "correlation-1",
                "ada",
                "hash",
                6,
                RunStatus.STARTING,
                Optional.empty(),
                AT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
        assertThat(rows.beginRequest(row, AT.plusSeconds(60)))
                .isEqualTo(PutItemRequest.builder()
                        .tableName(TABLE)
                        .item(Map.ofEntries(
                                Map.entry("run_id", text("run-1")),
                                Map.entry("item", text("queue")),
                                Map.entry("queue_id", text("train")),
                                Map.entry("command_id", text("run-1")),
                                Map.entry("command_type", text("SubmitQueue")),
                                Map.entry("correlation_id", text("correlation-1")),
                                Map.entry("owner", text("ada")),
                                Map.entry("hash", text("hash")),
                                Map.entry("jobs", AttributeValue.fromN("6")),
                                Map.entry("status", text("starting")),
                                Map.entry("started_at", text("2026-11-23T12:00:00Z")),
                                Map.entry("version", AttributeValue.fromN("1")),
                                Map.entry("expires_at", AttributeValue.fromN("1795435260"))))
                        .conditionExpression("attribute_not_exists(run_id)")
                        .build());
    }

    @Test
    void itemsAreMadeOnce() {
        assertThat(Items.absent(TABLE, key("run-1", "gate#c")))
                .isEqualTo(TransactWriteItem.builder()
                        .put(put -> put.tableName(TABLE)
                                .item(key("run-1", "gate#c"))
                                .conditionExpression("attribute_not_exists(run_id)"))
                        .build());
    }

    @Test
    void aJobEndsFromWhereItMay() {
        JobRow end =
                JobRow.waiting(Element.of("fit", 3), Set.of(), "").ended(JobStatus.SKIPPED, "skipped: a failed", AT);
        assertThat(jobs.endRequest("run-1", end, EnumSet.of(JobStatus.WAITING, JobStatus.RUNNING), AT))
                .isEqualTo(UpdateItemRequest.builder()
                        .tableName(TABLE)
                        .key(key("run-1", "job#fit#3"))
                        .updateExpression("SET #status = :status, #reason = :reason,"
                                + " ended_at = if_not_exists(ended_at, :ended),"
                                + " expires_at = if_not_exists(expires_at, :expires) REMOVE waiting_for")
                        .conditionExpression(
                                "attribute_not_exists(run_id) OR #status IN (:from_waiting, :from_running)")
                        .expressionAttributeNames(Map.of("#status", "status", "#reason", "reason"))
                        .expressionAttributeValues(Map.of(
                                ":status", text("skipped"),
                                ":reason", text("skipped: a failed"),
                                ":ended", text("2026-11-23T12:00:00Z"),
                                ":expires", AttributeValue.fromN("1795435200"),
                                ":from_waiting", text("waiting"),
                                ":from_running", text("running")))
                        .build());
    }

    /** The run is read before a job is written: the word of a beginning may come after the run was summed up. */
    @Test
    void anEndThatTheHistoryToldIsNotUndoneByAWorkersLateWord() {
        JobRow end = JobRow.waiting(Element.of("fit"), Set.of(), "")
                .with(new JobRow.Facts(
                        OptionalInt.of(2),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .ended(JobStatus.DONE, "done", AT);

        UpdateItemRequest request = jobs.endRequest("run-1", end, EnumSet.of(JobStatus.WAITING), AT);

        assertThat(request.updateExpression()).contains(", #rank = :rank ");
        assertThat(request.expressionAttributeNames()).containsEntry("#rank", "rank");
        assertThat(request.expressionAttributeValues()).containsEntry(":rank", AttributeValue.fromN("5"));
    }

    @Test
    void aGateIsReleasedAndSkippedWhileItWaits() {
        UpdateItemRequest.Builder request = UpdateItemRequest.builder()
                .tableName(TABLE)
                .key(key("run-1", "gate#c +2"))
                .conditionExpression("attribute_exists(waiting)")
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        assertThat(gates.releaseRequest("run-1", "c +2", "a"))
                .isEqualTo(request.updateExpression("DELETE waiting :label")
                        .expressionAttributeValues(Map.of(":label", AttributeValue.fromSs(List.of("a"))))
                        .build());
        assertThat(gates.skipRequest("run-1", "c +2", "skipped: a failed"))
                .isEqualTo(request.updateExpression("SET skipped = :cause REMOVE waiting")
                        .expressionAttributeValues(Map.of(":cause", text("skipped: a failed")))
                        .build());
    }
}
