package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** What is written of workers and of what they say, each by its whole expression. */
class WorkerExpressionsTest {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final String TABLE = "spawn-queues";
    private static final String RUN = "run-1";
    private static final Post POST = new Post(2, 1);

    /** No request is sent. */
    private static final DynamoDbClient UNUSED = new DynamoDbClient() {
        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    };

    private final DynamoWorkerRows workers = new DynamoWorkerRows(UNUSED, TABLE);
    private final DynamoStaffs staffs = new DynamoStaffs(UNUSED, TABLE);
    private final DynamoRunNotes runs = new DynamoRunNotes(UNUSED, TABLE);
    private final DynamoJobNotes jobs = new DynamoJobNotes(UNUSED, TABLE);

    @Test
    void aWorkersItemIsMadeOnConditionThatThereIsNone() {
        assertThat(workers.workerRequest(RUN, Worker.begun(RUN, POST, true), AT))
                .isEqualTo(PutItemRequest.builder()
                        .tableName(TABLE)
                        .item(Map.of(
                                "run_id", text(RUN),
                                "item", text("worker#2#1"),
                                "slot", number(2),
                                "n", number(1),
                                "command_id", text(POST.commandId(RUN)),
                                "on_demand", AttributeValue.fromBool(true),
                                "status", text("launching"),
                                "expires_at", number(AT.getEpochSecond())))
                        .conditionExpression("attribute_not_exists(run_id)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                        .build());
    }

    @Test
    void aLaunchsItemIsMadeOnConditionThatThereIsNone() {
        assertThat(workers.launchRequest(RUN, POST, AT))
                .isEqualTo(PutItemRequest.builder()
                        .tableName(TABLE)
                        .item(Map.of(
                                "run_id", text("launch#" + POST.name(RUN)),
                                "item", text("run"),
                                "run", text(RUN),
                                "slot", number(2),
                                "n", number(1),
                                "expires_at", number(AT.getEpochSecond())))
                        .conditionExpression("attribute_not_exists(run_id)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                        .build());
    }

    @Test
    void aRunsWorkersAreReadConsistently() {
        assertThat(workers.allRequest(RUN))
                .isEqualTo(QueryRequest.builder()
                        .tableName(TABLE)
                        .consistentRead(true)
                        .keyConditionExpression("run_id = :run AND begins_with(#item, :workers)")
                        .expressionAttributeNames(Map.of("#item", "item"))
                        .expressionAttributeValues(Map.of(":run", text(RUN), ":workers", text("worker#")))
                        .build());
    }

    @Test
    void thatACommandIsPublishedIsNotedOfAWorkerThatIsThere() {
        assertThat(workers.noteRequest(RUN, POST, new WorkerNews.Asked()))
                .isEqualTo(update("worker#2#1")
                        .updateExpression("SET asked = :yes")
                        .conditionExpression("attribute_exists(run_id)")
                        .expressionAttributeValues(Map.of(":yes", AttributeValue.fromBool(true)))
                        .build());
    }

    @Test
    void aDelayIsNotedWhileItIsLaunchingAndInTheOrderOfTheRounds() {
        assertThat(workers.noteRequest(RUN, POST, new WorkerNews.Delayed(2, "no capacity")))
                .isEqualTo(update("worker#2#1")
                        .updateExpression("SET reason = :reason, #round = :round")
                        .conditionExpression(
                                "#status = :launching AND (attribute_not_exists(#round) OR #round < :round)")
                        .expressionAttributeNames(Map.of("#status", "status", "#round", "round"))
                        .expressionAttributeValues(Map.of(
                                ":launching", text("launching"),
                                ":reason", text("no capacity"),
                                ":round", number(2)))
                        .build());
    }

    @Test
    void onlyWhatIsLaunchingBecomesLive() {
        assertThat(workers.noteRequest(RUN, POST, new WorkerNews.Ready(new InstanceId("i-00000000000000001"))))
                .isEqualTo(update("worker#2#1")
                        .updateExpression("SET #status = :live, instance_id = :instance REMOVE reason")
                        .conditionExpression("#status = :launching")
                        .expressionAttributeNames(Map.of("#status", "status"))
                        .expressionAttributeValues(Map.of(
                                ":launching", text("launching"),
                                ":live", text("live"),
                                ":instance", text("i-00000000000000001")))
                        .build());
    }

    @Test
    void anEndAbsorbsAllButAnEndThatSaysMore() {
        assertThat(workers.noteRequest(RUN, POST, new WorkerNews.Ended(WorkerEnd.INTERRUPTED, "taken back", AT)))
                .isEqualTo(update("worker#2#1")
                        .updateExpression("SET #status = :ended, how = :how, reason = :reason, ended_at = :at")
                        .conditionExpression("attribute_exists(run_id) AND (#status <> :ended OR how < :how)")
                        .expressionAttributeNames(Map.of("#status", "status"))
                        .expressionAttributeValues(Map.of(
                                ":ended", text("ended"),
                                ":how", number(2),
                                ":reason", text("taken back"),
                                ":at", text("2026-11-23T12:00:00Z")))
                        .build());
    }

    @Test
    void aRunsStaffIsFixedOnce() {
        PutItemRequest request = staffs.beginRequest(StaffsContract.aStaff(RUN, 2, true));
        assertThat(request.conditionExpression()).isEqualTo("attribute_not_exists(run_id)");
        assertThat(request.returnValuesOnConditionCheckFailure())
                .isEqualTo(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        assertThat(request.item()).containsEntry("run_id", text(RUN)).containsEntry("item", text("staff"));
    }

    @Test
    void whyARunWaitsIsSaidWhileItGoesOnAndHasNotBeenGivenUp() {
        assertThat(runs.explainRequest(RUN, Optional.of("no worker: no capacity")))
                .isEqualTo(update("queue")
                        .updateExpression("SET reason = :reason ADD version :one")
                        .conditionExpression("#status IN (:starting, :running) AND attribute_not_exists(no_workers)")
                        .expressionAttributeNames(Map.of("#status", "status"))
                        .expressionAttributeValues(Map.of(
                                ":reason", text("no worker: no capacity"),
                                ":one", number(1),
                                ":starting", text("starting"),
                                ":running", text("running")))
                        .build());
        assertThat(runs.explainRequest(RUN, Optional.empty()).updateExpression())
                .isEqualTo("REMOVE reason ADD version :one");
    }

    @Test
    void aRunIsGivenUpWhileItGoesOnAndWithTheFirstReason() {
        assertThat(runs.giveUpRequest(RUN, "no worker is left"))
                .isEqualTo(update("queue")
                        .updateExpression("SET no_workers = if_not_exists(no_workers, :reason),"
                                + " reason = if_not_exists(no_workers, :reason) ADD version :one")
                        .conditionExpression("#status IN (:starting, :running)")
                        .expressionAttributeNames(Map.of("#status", "status"))
                        .expressionAttributeValues(Map.of(
                                ":reason", text("no worker is left"),
                                ":one", number(1),
                                ":starting", text("starting"),
                                ":running", text("running")))
                        .build());
    }

    @Test
    void aWorkersWordReplacesWhatLowerRanksSaidAndNothingElse() {
        assertThat(jobs.noteRequest(RUN, note(Optional.empty())))
                .isEqualTo(update("job#fit#3")
                        .updateExpression("SET #status = :status, reason = :reason, #rank = :rank, attempt = :attempt,"
                                + " worker = :worker, started_at = :started"
                                + " REMOVE waiting_for, ended_at, seconds, exit_code, results")
                        .conditionExpression("#status IN (:waiting, :running, :done)"
                                + " AND (attribute_not_exists(#rank) OR #rank < :rank)")
                        .expressionAttributeNames(Map.of("#status", "status", "#rank", "rank"))
                        .expressionAttributeValues(Map.of(
                                ":status", text("running"),
                                ":reason", text("try 2"),
                                ":rank", number(4),
                                ":attempt", number(2),
                                ":worker", text("i-00000000000000001"),
                                ":started", text("2026-11-23T12:00:00Z"),
                                ":waiting", text("waiting"),
                                ":running", text("running"),
                                ":done", text("done")))
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                        .build());
    }

    @Test
    void aWorkersLastWordOfATryTellsHowItEnded() {
        UpdateItemRequest request = jobs.noteRequest(
                RUN,
                note(Optional.of(
                        new JobNote.End(AT.plusSeconds(9), OptionalInt.of(3), 9, Optional.of("s3://results/fit/3/")))));
        assertThat(request.updateExpression())
                .isEqualTo("SET #status = :status, reason = :reason, #rank = :rank, attempt = :attempt,"
                        + " worker = :worker, started_at = :started, ended_at = :ended_at, seconds = :seconds,"
                        + " exit_code = :exit_code, results = :results REMOVE waiting_for");
        assertThat(request.expressionAttributeValues())
                .containsEntry(":ended_at", text("2026-11-23T12:00:09Z"))
                .containsEntry(":seconds", number(9))
                .containsEntry(":exit_code", number(3))
                .containsEntry(":results", text("s3://results/fit/3/"));
    }

    @Test
    void anElementIsCountedInASet() {
        assertThat(jobs.countRequest(RUN, "fit", 3))
                .isEqualTo(update("job#fit")
                        .updateExpression("ADD elements_done :index")
                        .conditionExpression("attribute_exists(run_id)")
                        .expressionAttributeValues(Map.of(":index", AttributeValue.fromNs(List.of("3"))))
                        .returnValues(ReturnValue.ALL_NEW)
                        .build());
    }

    @Test
    void anArrayBeginsOnlyFromWaiting() {
        assertThat(jobs.noteRequest(RUN, "fit", new ArrayNote.Begun(AT)))
                .isEqualTo(update("job#fit")
                        .updateExpression("SET #status = :status, started_at = :at REMOVE reason, waiting_for")
                        .conditionExpression("#status = :waiting")
                        .expressionAttributeNames(Map.of("#status", "status"))
                        .expressionAttributeValues(Map.of(
                                ":status", text("running"),
                                ":waiting", text("waiting"),
                                ":at", text("2026-11-23T12:00:00Z")))
                        .build());
    }

    @Test
    void howMuchOfAnArrayIsDoneIsSaidByWhoeverCountedIt() {
        assertThat(jobs.noteRequest(RUN, "fit", new ArrayNote.Partly(AT, 2, 3)))
                .isEqualTo(update("job#fit")
                        .updateExpression("SET #status = :status, reason = :reason,"
                                + " started_at = if_not_exists(started_at, :at) REMOVE waiting_for")
                        .conditionExpression("#status IN (:waiting, :status) AND size(elements_done) = :count")
                        .expressionAttributeNames(Map.of("#status", "status"))
                        .expressionAttributeValues(Map.of(
                                ":status", text("running"),
                                ":reason", text("2 of 3 done"),
                                ":waiting", text("waiting"),
                                ":count", number(2),
                                ":at", text("2026-11-23T12:00:00Z")))
                        .build());
    }

    @Test
    void anArrayIsDoneOnlyWhereTheMachineHasNotSaidOtherwise() {
        assertThat(jobs.noteRequest(RUN, "fit", new ArrayNote.Done(AT)))
                .isEqualTo(update("job#fit")
                        .updateExpression("SET #status = :status, reason = :reason, ended_at = :at REMOVE waiting_for")
                        .conditionExpression("#status IN (:waiting, :running)")
                        .expressionAttributeNames(Map.of("#status", "status"))
                        .expressionAttributeValues(Map.of(
                                ":status", text("done"),
                                ":reason", text("done"),
                                ":waiting", text("waiting"),
                                ":running", text("running"),
                                ":at", text("2026-11-23T12:00:00Z")))
                        .build());
    }

    @Test
    void aJobIsTakenOutOfWhatAnotherWaitsForAndMakesNoItem() {
        assertThat(jobs.releaseRequest(RUN, "report", "fit"))
                .isEqualTo(update("job#report")
                        .updateExpression("DELETE waiting_for :done")
                        .conditionExpression("attribute_exists(run_id)")
                        .expressionAttributeValues(Map.of(":done", AttributeValue.fromSs(List.of("fit"))))
                        .returnValues(ReturnValue.ALL_NEW)
                        .build());
    }

    @Test
    void forWhomAJobWaitsIsSaidOnlyAsLongAsItIsSo() {
        assertThat(jobs.explainRequest(RUN, "report", Set.of("c", "a")))
                .isEqualTo(update("job#report")
                        .updateExpression("SET reason = :reason")
                        .conditionExpression(
                                "#status = :waiting AND attribute_not_exists(#rank) AND waiting_for = :left")
                        .expressionAttributeNames(Map.of("#status", "status", "#rank", "rank"))
                        .expressionAttributeValues(Map.of(
                                ":reason", text("waits for a, c"),
                                ":waiting", text("waiting"),
                                ":left", AttributeValue.fromSs(List.of("a", "c"))))
                        .build());
        assertThat(jobs.explainRequest(RUN, "report", Set.of()))
                .isEqualTo(update("job#report")
                        .updateExpression("SET reason = :reason")
                        .conditionExpression("#status = :waiting AND attribute_not_exists(#rank) AND"
                                + " attribute_not_exists(waiting_for)")
                        .expressionAttributeNames(Map.of("#status", "status", "#rank", "rank"))
                        .expressionAttributeValues(
                                Map.of(":reason", text("ready, waits for a worker"), ":waiting", text("waiting")))
                        .build());
    }

    private static JobNote note(Optional<JobNote.End> end) {
        return new JobNote(
                host.spore.spawn.queues.file.Element.of("fit", 3),
                4,
                JobStatus.RUNNING,
                "try 2",
                2,
                "i-00000000000000001",
                AT,
                end);
    }

    private static UpdateItemRequest.Builder update(String item) {
        return UpdateItemRequest.builder().tableName(TABLE).key(Map.of("run_id", text(RUN), "item", text(item)));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
