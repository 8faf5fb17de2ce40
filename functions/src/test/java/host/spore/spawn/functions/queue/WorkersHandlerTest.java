package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.Command;
import host.spore.spawn.events.CompletionAction;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.QueueId;
import host.spore.spawn.events.QueueWorker;
import host.spore.spawn.events.TerminateInstance;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.bus.FakeBus;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.lambda.Faults;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.FakeInstanceRows;
import host.spore.spawn.testevents.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The workers of a run of {@link Stage#TRAIN}: two, on spot. */
class WorkersHandlerTest {
    private static final String RUN = Stage.RUN;
    private static final Post FIRST = new Post(1, 0);
    private static final Post SECOND = new Post(2, 0);
    private static final InstanceId ONE = new InstanceId("i-00000000000000001");
    private static final InstanceId TWO = new InstanceId("i-00000000000000002");
    private static final String ACTIVITY =
            "arn:aws:states:us-east-1:123456789012:activity:spawn-q-0123456789abcdef0123";

    private final Stage stage = new Stage().begun();
    private final FakeRunNotes notes = new FakeRunNotes(stage.rows);
    private final FakeStaffs staffs = new FakeStaffs();
    private final FakeWorkerRows workers = new FakeWorkerRows();
    private final FakeInstanceRows instances = new FakeInstanceRows();
    private final FakeBus bus = new FakeBus();
    private final WorkersHandler handler = over(stage.runs);

    @BeforeEach
    void theRunGoesOn() {
        assertThat(stage.rows.read(RUN).orElseThrow().status().isGoingOn()).isTrue();
    }

    @Test
    void aRunsWorkersAreAskedForAsItsFileSays() {
        // When
        start();

        // Then
        assertThat(published(LaunchInstance.class))
                .extracting(launch -> launch.name().value())
                .containsExactly(name(FIRST), name(SECOND));
        LaunchInstance launch = published(LaunchInstance.class).getFirst();
        assertThat(launch.envelope().id()).isEqualTo(FIRST.commandId(RUN));
        assertThat(launch.envelope().correlationId()).isEqualTo(RUN);
        assertThat(launch.owner()).isEqualTo("ada");
        assertThat(launch.machine().instanceType()).isEqualTo("c7i.large");
        assertThat(launch.purchase().spot()).isTrue();
        assertThat(launch.purchase().onDemandFallback()).isTrue();
        assertThat(String.valueOf(launch.purchase().patience())).isEqualTo("30m");
        assertThat(launch.life().length().toString()).isEqualTo("13h");
        assertThat(launch.life().watchedIdleTimeout()).isEmpty();
        assertThat(launch.completionAction()).isEqualTo(CompletionAction.TERMINATE);
        assertThat(launch.work().worker()).isEqualTo(new QueueWorker(new QueueId("train"), RUN, ACTIVITY, 4));
        assertThat(launch.tags().values()).isEqualTo(Map.of("queue", "train", "queue-run", RUN));
    }

    @Test
    void everyCommandOfARunHasAnIdOfItsOwn() {
        // Given
        List<Post> posts = List.of(FIRST, FIRST.next(), SECOND, SECOND.next(), new Post(11, 0), new Post(1, 3));

        // When, Then
        assertThat(posts.stream().map(post -> post.commandId(RUN)).distinct()).hasSize(posts.size());
        assertThat(posts.stream().map(post -> post.name(RUN)).distinct()).hasSize(posts.size());
        assertThat(FIRST.commandId(RUN)).isEqualTo(Ids.childOf(RUN, 100));
        // printf run-1 | sha256sum
        assertThat(name(FIRST)).isEqualTo("spawn-worker-4e65d3fbe8ad-1-0");
    }

    @Test
    void startedTwiceIsStartedOnce() {
        // When
        start();
        start();

        // Then
        assertThat(published(LaunchInstance.class)).hasSize(2);
    }

    /** Whatever the call dies at, the next one goes on from there, and what it publishes twice has the same id. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void aStartThatIsCutOffIsGoneOnWith(int calls) {
        // Given
        Runnable[] cuts = {
            () -> staffs.faults.failNext(1),
            () -> staffs.faults.loseNextReply(),
            () -> workers.faults.loseNextReply(),
            () -> workers.faults.failNext(1),
            () -> bus.faults.failNext(1),
            () -> bus.faults.loseNextReply(),
            () -> bus.faults.beforeNext(() -> workers.faults.failNext(1)),
            () -> bus.faults.beforeNext(() -> workers.faults.loseNextReply()),
        };
        cuts[calls].run();
        assertThatThrownBy(this::start).isInstanceOf(Faults.FaultException.class);

        // When
        start();

        // Then
        assertThat(published(LaunchInstance.class).stream()
                        .map(launch -> launch.envelope().id())
                        .distinct())
                .containsExactlyInAnyOrder(FIRST.commandId(RUN), SECOND.commandId(RUN));
        assertThat(workers.all(RUN)).hasSize(2).allMatch(Worker::asked);
    }

    @Test
    void aRunThatWasCancelledAsksForNobody() {
        // Given
        stage.cancel("cancel-1");

        // When
        start();

        // Then
        assertThat(bus.published).isEmpty();
    }

    @Test
    void aWorkersLifeIsThatOfItsRunAndALittleMoreWhereItsFileSaysNothing() {
        // Given
        stage.documents.texts.computeIfPresent(
                Stage.BUCKET + "/queues/train/runs/" + RUN + "/file.json",
                (key, text) -> text.replace(", \"ttl\": \"13h\"", "").replace(",\"ttl\":\"13h\"", ""));

        // When
        start();

        // Then
        assertThat(published(LaunchInstance.class).getFirst().life().length().toString())
                .isEqualTo("12h15m");
    }

    @Test
    void noWorkerLivesLongerThanAnInstanceMay() {
        // Given
        String file = Stage.BUCKET + "/queues/train/runs/" + RUN + "/file.json";
        stage.documents.texts.computeIfPresent(
                file,
                (key, text) -> text.replace(", \"ttl\": \"13h\"", "")
                        .replace(",\"ttl\":\"13h\"", "")
                        .replace("12h", "365d"));

        // When
        start();

        // Then
        assertThat(published(LaunchInstance.class).getFirst().life().length().toString())
                .isEqualTo("365d");
    }

    @Test
    void aWorkerThatIsReadyIsKnownByItsInstance() {
        // Given
        start();

        // When
        hear(ready(FIRST, ONE));
        hear(ready(FIRST, ONE));

        // Then
        assertThat(workers.now(RUN, FIRST).status()).isEqualTo(WorkerStatus.LIVE);
        assertThat(workers.now(RUN, FIRST).instanceId()).contains(ONE);
        assertThat(published(LaunchInstance.class)).hasSize(2);
    }

    @Test
    void aRunSaysWhyItWaitsUntilItHasAWorker() {
        // Given
        start();

        // When, Then: a late word of an earlier round does not come back
        hear(delayed(FIRST, 2));
        assertThat(notes.reason(RUN)).contains("no worker: no capacity in us-east-1a, next try 12:04:32Z");
        hear(delayed(FIRST, 1));
        assertThat(notes.reason(RUN)).contains("no worker: no capacity in us-east-1a, next try 12:04:32Z");
        hear(ready(SECOND, TWO));
        assertThat(notes.reason(RUN)).isEmpty();
        hear(delayed(FIRST, 3));
        assertThat(notes.reason(RUN)).isEmpty();
    }

    /** Two handlers at once: who writes last what was so a moment ago looks again. */
    @Test
    void aReasonThatIsOldWhenItIsWrittenIsTakenBack() {
        // Given
        start();
        notes.faults.beforeNext(() -> workers.note(RUN, SECOND, new WorkerNews.Ready(TWO)));

        // When
        hear(delayed(FIRST, 1));

        // Then
        assertThat(notes.reason(RUN)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"InstanceEnded", "InstanceExpired"})
    void aWorkerThatIsGoneIsReplacedOnce(String type) {
        // Given
        start();
        hear(ready(FIRST, ONE));

        // When
        hear(gone(type, FIRST, ONE, "user"));
        hear(gone(type, FIRST, ONE, "user"));

        // Then
        assertThat(workers.now(RUN, FIRST).status()).isEqualTo(WorkerStatus.ENDED);
        assertThat(published(LaunchInstance.class))
                .extracting(launch -> launch.name().value())
                .containsExactly(name(FIRST), name(SECOND), name(FIRST.next()));
    }

    /** SCENARIOS 2: its end is heard before its launch is. */
    @Test
    void aWorkerWhoseEndIsHeardFirstIsNotRevived() {
        // Given
        start();
        instances.seed(ONE, Map.of(Column.COMMAND_ID, FIRST.commandId(RUN)));

        // When
        hear(gone("InstanceEnded", FIRST, ONE, "unknown"));
        hear(ready(FIRST, ONE));

        // Then
        assertThat(workers.now(RUN, FIRST).status()).isEqualTo(WorkerStatus.ENDED);
        assertThat(published(LaunchInstance.class)).hasSize(3);
    }

    @Test
    void anEndOfWhichNoRowTellsIsBelieved() {
        // Given
        start();

        // When
        hear(gone("InstanceEnded", FIRST, ONE, "unknown"));

        // Then
        assertThat(published(LaunchInstance.class)).hasSize(3);
    }

    /** SCENARIOS 15. */
    @Test
    void afterTwoInterruptionsAWorkerIsReplacedOnDemand() {
        // Given
        start();
        hear(ready(FIRST, ONE));
        hear(ready(SECOND, TWO));

        // When
        hear(gone("InstanceEnded", FIRST, ONE, "spot"));
        hear(gone("InstanceEnded", SECOND, TWO, "spot"));

        // Then
        List<LaunchInstance> launches = published(LaunchInstance.class);
        assertThat(launches).hasSize(4);
        assertThat(launches.get(2).purchase().spot()).isTrue();
        assertThat(launches.get(3).purchase().spot()).isFalse();
        assertThat(launches.get(3).purchase().onDemandFallback()).isFalse();
    }

    @Test
    void aRunWhoseLaunchesAreRefusedEndsWithTheReason() {
        // Given
        start();

        // When
        hear(rejected(FIRST));
        assertThat(stage.runs.stopped).isEmpty();
        hear(rejected(SECOND));
        hear(rejected(SECOND));

        // Then
        assertThat(published(LaunchInstance.class)).hasSize(2);
        assertThat(stage.runs.stopped).containsExactly(stage.execution(RUN, "main") + " Queue.NoWorkers");
        assertThat(stage.rows.read(RUN).flatMap(RunRow::noWorkers))
                .contains("no worker is left: 100 instances live, as many as allowed");
        assertThat(notes.reason(RUN)).contains("no worker is left: 100 instances live, as many as allowed");
    }

    @Test
    void aLaunchThatFailsIsRepeatedThreeTimes() {
        // Given
        start();
        hear(rejected(SECOND));

        // When
        for (Post post = FIRST; post.number() <= 3; post = post.next()) {
            hear(failed(post));
        }

        // Then
        assertThat(published(LaunchInstance.class)).hasSize(5);
        assertThat(stage.runs.stopped).hasSize(1);
    }

    @Test
    void aRunThatHasNotBegunIsEndedOnceItHas() {
        // Given: the launches were refused before the flow began it
        start();
        hear(rejected(FIRST));
        assertThatThrownBy(() -> stage.lambda.invoke(over(new FakeRuns()), rejected(SECOND)))
                .isInstanceOf(NotBegunException.class);
        assertThat(stage.rows.read(RUN).flatMap(RunRow::noWorkers)).isEmpty();

        // When
        hear(rejected(SECOND));

        // Then
        assertThat(stage.runs.stopped).hasSize(1);
    }

    @Test
    void whatRunsAlwaysIsEndedWhereTheRestIsOver() {
        // Given
        start();
        hear(rejected(FIRST));
        stage.runs.put(stage.execution(RUN, "main"), Runs.Status.SUCCEEDED);
        assertThatThrownBy(() -> hear(rejected(SECOND))).isInstanceOf(NotBegunException.class);

        // When
        stage.runs.put(stage.execution(RUN, "always"), Runs.Status.RUNNING);
        hear(rejected(SECOND));

        // Then
        assertThat(stage.runs.stopped).containsExactly(stage.execution(RUN, "always") + " Queue.NoWorkers");
    }

    @Test
    void aRunThatHasAllItsJobsBehindItNeedsNoWorkers() {
        // Given
        start();
        hear(rejected(FIRST));
        stage.runs.put(stage.execution(RUN, "main"), Runs.Status.SUCCEEDED);
        stage.runs.put(stage.execution(RUN, "always"), Runs.Status.SUCCEEDED);

        // When
        hear(rejected(SECOND));

        // Then
        assertThat(stage.runs.stopped).isEmpty();
        assertThat(stage.rows.read(RUN).flatMap(RunRow::noWorkers)).isEmpty();
    }

    @Test
    void whoeverDiesBetweenMarkAndStopStopsTheNextTime() {
        // Given
        start();
        hear(rejected(FIRST));
        notes.faults.beforeNext(() -> notes.faults.beforeNext(() -> stage.runs.faults.failNext(1)));
        assertThatThrownBy(() -> hear(rejected(SECOND))).isInstanceOf(Faults.FaultException.class);

        // When
        hear(rejected(SECOND));

        // Then
        assertThat(stage.runs.stopped).hasSize(1);
    }

    @Test
    void aRunThatIsOverReplacesNobody() {
        // Given
        start();
        hear(ready(FIRST, ONE));
        stage.rows.change(RUN, new RunChange.Finishing());

        // When
        hear(gone("InstanceEnded", FIRST, ONE, "finished"));
        hear(rejected(SECOND));

        // Then
        assertThat(published(LaunchInstance.class)).hasSize(2);
        assertThat(stage.runs.stopped).isEmpty();
    }

    @Test
    void aCancelledRunReplacesNobodyAndIsEndedWithItsLastWorker() {
        // Given: what runs always still runs
        start();
        hear(ready(FIRST, ONE));
        stage.cancel("cancel-1");
        stage.runs.put(stage.execution(RUN, "always"), Runs.Status.RUNNING);

        // When
        hear(rejected(SECOND));
        assertThat(stage.runs.stopped).hasSize(1);
        hear(gone("InstanceEnded", FIRST, ONE, "spot"));

        // Then
        assertThat(published(LaunchInstance.class)).hasSize(2);
        assertThat(stage.runs.stopped).last().isEqualTo(stage.execution(RUN, "always") + " Queue.NoWorkers");
    }

    @Test
    void allThatAreNotKnownToHaveEndedAreLetGo() {
        // Given
        start();
        hear(ready(FIRST, ONE));
        hear(gone("InstanceEnded", FIRST, ONE, "user"));
        hear(ready(SECOND, TWO));

        // When: by the instance where it is known, by the name where it is not
        stop();
        stop();

        // Then
        List<TerminateInstance> ends = published(TerminateInstance.class);
        assertThat(ends.stream().map(end -> end.target().toString()).distinct())
                .containsExactlyInAnyOrder(TWO.value(), name(FIRST.next()));
        assertThat(ends).allMatch(end -> end.envelope().correlationId().equals(RUN));
        assertThat(ends.stream().map(end -> end.envelope().id()).distinct()).hasSize(2);
        assertThat(ends).allMatch(end -> "run run-1 of queue train is over".equals(end.reason()));
    }

    @Test
    void aWorkerThatComesAfterItsRunIsLetGoByAnIdOfItsOwn() {
        // Given: it was told to end by its name, which was nobody's yet
        start();
        stage.rows.change(RUN, new RunChange.Finishing());
        stop();
        List<String> byName = published(TerminateInstance.class).stream()
                .map(end -> end.envelope().id())
                .toList();

        // When
        hear(ready(FIRST, ONE));

        // Then
        TerminateInstance end = published(TerminateInstance.class).getLast();
        assertThat(end.target().value()).isEqualTo(ONE.value());
        assertThat(byName).doesNotContain(end.envelope().id());
    }

    @Test
    void aRunThatAskedForNobodyHasNobodyToLetGo() {
        // When
        stop();

        // Then
        assertThat(bus.published).isEmpty();
    }

    /** Names are free again once their instance has ended. */
    @Test
    void anotherInstanceOfAWorkersNameIsNoWorker() {
        // Given
        start();
        hear(ready(FIRST, ONE));
        instances.seed(TWO, Map.of(Column.COMMAND_ID, "by-hand"));

        // When
        hear(changed(ready(SECOND, TWO), "commandId", "by-hand"));
        hear(gone("InstanceEnded", FIRST, TWO, "user"));
        hear(gone("InstanceEnded", SECOND, TWO, "user"));

        // Then
        assertThat(workers.now(RUN, FIRST).status()).isEqualTo(WorkerStatus.LIVE);
        assertThat(workers.now(RUN, SECOND).status()).isEqualTo(WorkerStatus.LAUNCHING);
    }

    @ParameterizedTest
    @CsvSource({"control/InstanceReady", "control/LaunchFailed", "control/InstanceEnded", "control/CommandCompleted"})
    void whatIsOfNoWorkerIsPassedOver(String path) {
        // Given
        start();

        // When
        JsonObject answer = hear(Sample.of(path).event());

        // Then
        assertThat(answer.string("did")).startsWith("passed over");
    }

    @Test
    void onlyTheControlPlaneIsBelieved() {
        // Given
        start();

        // When
        hear(JsonObject.builder()
                .putAll(ready(FIRST, ONE))
                .put("source", "spawn.agent/arn:aws:ec2:us-east-1:123456789012:instance/" + ONE)
                .build());

        // Then
        assertThat(workers.now(RUN, FIRST).status()).isEqualTo(WorkerStatus.LAUNCHING);
    }

    @Test
    void anEventThatCouldNotBeFollowedIsFollowedTheNextTime() {
        // Given: the end is noted, and the successor is not published
        start();
        hear(ready(FIRST, ONE));
        bus.faults.failNext(1);
        assertThatThrownBy(() -> hear(gone("InstanceEnded", FIRST, ONE, "user")))
                .isInstanceOf(Faults.FaultException.class);

        // When
        hear(gone("InstanceEnded", FIRST, ONE, "user"));

        // Then
        assertThat(published(LaunchInstance.class))
                .last()
                .extracting(launch -> launch.name().value())
                .isEqualTo(name(FIRST.next()));
    }

    private WorkersHandler over(Runs runs) {
        return new WorkersHandler(
                new WorkersHandler.Ports(stage.rows, notes, staffs, workers, instances, stage.documents, runs, bus),
                stage.environment,
                stage.clock);
    }

    private void start() {
        stage.lambda.invoke(
                handler,
                JsonObject.builder()
                        .put("step", "start")
                        .put("queueId", "train")
                        .put("runId", RUN)
                        .put("activity", ACTIVITY)
                        .build());
    }

    private void stop() {
        stage.lambda.invoke(
                handler,
                JsonObject.builder()
                        .put("step", "stop")
                        .put("queueId", "train")
                        .put("runId", RUN)
                        .build());
    }

    private JsonObject hear(JsonObject event) {
        stage.clock.advance(Duration.ofSeconds(1));
        return stage.lambda.invoke(handler, event);
    }

    private <C extends Command> List<C> published(Class<C> type) {
        return bus.published.stream()
                .map(event -> Language.command(event.type(), event.detail()).orElseThrow())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static String name(Post post) {
        return post.name(RUN).value();
    }

    private static JsonObject ready(Post post, InstanceId id) {
        return event(
                "InstanceReady", launchOf(post).put("instanceId", id.value()).put("deadline", "2026-11-24T01:00:00Z"));
    }

    private static JsonObject delayed(Post post, int round) {
        return event(
                "LaunchDelayed",
                launchOf(post)
                        .put("round", round)
                        .put("reason", "no capacity in us-east-1a")
                        .put("nextAt", "2026-11-23T12:04:3" + round + "Z")
                        .put("until", "2026-11-23T12:30:00Z"));
    }

    private static JsonObject failed(Post post) {
        return event(
                "LaunchFailed",
                launchOf(post)
                        .put("reason", "no capacity in us-east-1a")
                        .put("attempts", JsonArray.ofStrings(List.of()))
                        .put("remarks", JsonArray.ofStrings(List.of())));
    }

    private static JsonObject rejected(Post post) {
        return event("LaunchRejected", launchOf(post).put("reason", "100 instances live, as many as allowed"));
    }

    private static JsonObject gone(String type, Post post, InstanceId id, String cause) {
        JsonObject.Builder detail = envelope()
                .put("name", name(post))
                .put("instanceId", id.value())
                .put("endedAt", "2026-11-23T12:10:00Z")
                .put("reason", "gone");
        return event(
                type,
                type.equals("InstanceEnded")
                        ? detail.put("cause", cause)
                        : detail.put("keeper", "agent").put("deadline", "2026-11-23T12:10:00Z"));
    }

    private static JsonObject.Builder launchOf(Post post) {
        return envelope()
                .put("commandId", post.commandId(RUN))
                .put("commandType", "LaunchInstance")
                .put("name", name(post));
    }

    private static JsonObject.Builder envelope() {
        return JsonObject.builder()
                .put("version", 1)
                .put("id", "event-1")
                .put("correlationId", RUN)
                .put("at", "2026-11-23T12:00:00Z");
    }

    private static JsonObject changed(JsonObject event, String key, String value) {
        return JsonObject.builder()
                .putAll(event)
                .put(
                        "detail",
                        JsonObject.builder()
                                .putAll(event.object("detail"))
                                .put(key, value)
                                .build())
                .build();
    }

    private static JsonObject event(String type, JsonObject.Builder detail) {
        return JsonObject.builder()
                .put("source", "spawn.control")
                .put("detail-type", type)
                .put("account", FakeLambda.ACCOUNT)
                .put("region", FakeLambda.REGION)
                .put("time", "2026-11-23T12:00:00Z")
                .put("detail", detail.build())
                .build();
    }
}
