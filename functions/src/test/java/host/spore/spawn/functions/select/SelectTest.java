package host.spore.spawn.functions.select;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.CommandCompleted;
import host.spore.spawn.events.CommandFailed;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.ArrayTags;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.Views;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.store.FakeOutcomes;
import host.spore.spawn.functions.store.StoredOutcome;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectTest {
    private static Views member(int index, String array, String id) {
        return aRunning(id(index))
                .named(array + "-" + index)
                .tagged(ArrayTags.ID, id)
                .tagged(ArrayTags.NAME, array)
                .tagged(ArrayTags.INDEX, Integer.toString(index));
    }

    private static Views row(int index, String sweep) {
        return aRunning(id(index)).named(sweep + "-" + index).tagged("spawn:sweep-id", sweep);
    }

    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    private final FakeInstances instances = new FakeInstances();
    private final FakeOutcomes outcomes = new FakeOutcomes();

    @Test
    void findsEveryInstanceOfTheOwnerThatMayLive() {
        // Given
        instances.put(aRunning(id(2)).tagged("owner", "ada").named("two").build());
        instances.put(aRunning(id(1))
                .tagged("owner", "ada")
                .named("one")
                .in(InstanceState.STOPPED)
                .build());
        instances.put(aRunning(id(3)).tagged("owner", "adam").build());
        instances.put(aRunning(id(4)).build());
        instances.put(aRunning(id(5))
                .tagged("owner", "ada")
                .in(InstanceState.SHUTTING_DOWN)
                .build());
        instances.put(aRunning(id(6)).tagged("owner", "ada").without("spawn").build());

        // When
        JsonObject found = select("StopInstance", "\"owner\":\"ada\"");

        // Then
        assertThat(found.string("result")).isEqualTo("found");
        assertThat(found.objects("children").stream()
                        .map(child -> child.string("name") + " " + child.string("instanceId")))
                .containsExactly("one " + id(1), "two " + id(2));
        // What all share: neither id nor owner, so that none of them can be about more than its own instance.
        assertThat(found.object("command").members()).containsOnlyKeys("version", "correlationId", "at");
    }

    @Test
    void theSameCauseMakesTheSameCommands() {
        // Given
        instances.put(aRunning(id(1)).tagged("owner", "ada").build());
        instances.put(aRunning(id(2)).tagged("owner", "ada").build());

        // When
        JsonObject first = select("TerminateInstance", "\"owner\":\"ada\"");

        // Then
        assertThat(select("TerminateInstance", "\"owner\":\"ada\"")).isEqualTo(first);
        Set<String> ids = new HashSet<>();
        first.objects("children").forEach(child -> ids.add(child.string("commandId")));
        assertThat(ids).hasSize(2).allMatch(id -> id.matches("[0-9a-f]{64}"));
    }

    @Test
    void whatTheCommandSaysBesideIsForAll() {
        // Given
        instances.put(aRunning(id(1)).tagged("owner", "ada").build());

        // When
        JsonObject command = select("ExtendInstance", "\"owner\":\"ada\",\"by\":\"1h\",\"shorten\":true")
                .object("command");

        // Then
        assertThat(command.string("by")).isEqualTo("1h");
        assertThat(command.bool("shorten", false)).isTrue();
    }

    @Test
    void noneIsRefused() {
        assertThat(select("StartInstance", "\"owner\":\"ada\"").string("reason"))
                .isEqualTo("no instance of ada is alive in this region: check the owner and the region");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"array\":\"work\"", "\"array\":\"work-20261127-3f2a1b\""})
    void anArrayIsMeantByItsNameOrItsId(String fields) {
        // Given
        instances.put(member(1, "work", "work-20261127-3f2a1b").named("work-1").build());
        instances.put(member(0, "work", "work-20261127-3f2a1b").named("work-0").build());
        instances.put(member(2, "worker", "worker-20261127-3f2a1b").build());
        instances.put(aRunning(id(3)).named("work").build());

        // When
        JsonObject found = select("TerminateInstance", fields);

        // Then
        assertThat(found.objects("children").stream().map(child -> child.string("name")))
                .containsExactly("work-0", "work-1");
        assertThat(found.object("command").members()).containsOnlyKeys("version", "correlationId", "at");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ExtendInstance    | "sweep":"lr","by":"1h"
            StopInstance      | "sweep":"lr-20261126-3f2a1b"
            HibernateInstance | "sweep":"lr"
            StartInstance     | "sweep":"lr-20261126-3f2a1b"
            TerminateInstance | "sweep":"lr"
            TerminateInstance | "sweep":"lr-20261126-3f2a1b"
            """)
    void aSweepIsMeantByItsNameOrItsId(String type, String fields) {
        // Given: a row of its own, one of a sweep that is called nearly so, and one that is only called like a row
        instances.put(row(0, "lr-20261126-3f2a1b").build());
        instances.put(row(1, "lr-20261126-3f2a1b").in(InstanceState.STOPPED).build());
        instances.put(
                row(2, "lr-20261126-3f2a1b").in(InstanceState.SHUTTING_DOWN).build());
        instances.put(row(3, "lr-b-20261126-3f2a1b").build());
        instances.put(aRunning(id(4)).named("lr-20261126-3f2a1b-4").build());

        // When
        JsonObject found = select(type, fields);

        // Then
        assertThat(found.objects("children").stream().map(child -> child.string("name")))
                .containsExactly("lr-20261126-3f2a1b-0", "lr-20261126-3f2a1b-1");
        assertThat(found.object("command").members()).doesNotContainKeys("id", "sweep", "target");
    }

    @Test
    void twoSweepsOfOneNameAreToldApartByTheirIds() {
        // Given
        instances.put(row(0, "lr-20261126-aaaaaa").build());
        instances.put(row(1, "lr-20261127-bbbbbb").build());

        // When, Then
        assertThat(select("TerminateInstance", "\"sweep\":\"lr\"").string("reason"))
                .isEqualTo("2 of this name are alive: give the id of one of them, lr-20261126-aaaaaa or"
                        + " lr-20261127-bbbbbb");
        assertThat(select("TerminateInstance", "\"sweep\":\"lr-20261126-aaaaaa\"")
                        .objects("children"))
                .hasSize(1);
    }

    @Test
    void noSweepIsRefused() {
        assertThat(select("HibernateInstance", "\"sweep\":\"lr\"").string("reason"))
                .isEqualTo("no instance of sweep lr is alive in this region: check the sweep and the region");
    }

    @Test
    void twoArraysOfOneNameAreToldApartByTheirIds() {
        // Given: of the first one, a member that the second does not have is alive
        instances.put(member(5, "work", "work-20261126-aaaaaa").build());
        instances.put(member(0, "work", "work-20261127-bbbbbb").build());

        // When, Then
        assertThat(select("TerminateInstance", "\"array\":\"work\"").string("reason"))
                .isEqualTo("2 of this name are alive: give the id of one of them, work-20261126-aaaaaa or"
                        + " work-20261127-bbbbbb");
        assertThat(select("TerminateInstance", "\"array\":\"work-20261126-aaaaaa\"")
                        .objects("children"))
                .hasSize(1);
    }

    @Test
    void noArrayIsRefused() {
        assertThat(select("StopInstance", "\"array\":\"work\"").string("reason"))
                .isEqualTo("no instance of array work is alive in this region: check the array and the region");
    }

    @Test
    void moreThanOneCommandTakesAreRefused() {
        // Given
        for (int i = 0; i <= Select.MOST; i++) {
            instances.put(aRunning(id(i)).tagged("owner", "ada").build());
        }

        // When, Then
        assertThat(select("StopInstance", "\"owner\":\"ada\"").string("reason"))
                .isEqualTo(
                        "1001 instances of ada are alive, and one command takes 1000 at most: give their names, one by one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"target\":\"demo\"", "\"target\":\"demo\",\"owner\":\"ada\"", "\"owner\":\"a b\""})
    void whatIsAboutNoOwnerIsRefused(String fields) {
        assertThat(select("StopInstance", fields).string("result")).isEqualTo("rejected");
    }

    @Test
    void aHundredThatAreDoneAreOneOutcome() {
        // Given
        List<JsonObject> children = children(100);
        children.forEach(child -> said(child.string("commandId"), "InstanceTerminated", "{\"reason\":\"idle\"}"));

        // When
        JsonObject sum = sumUp(children);

        // Then
        CommandCompleted completed = (CommandCompleted) event(sum);
        assertThat(completed.done()).isEqualTo(100);
        assertThat(completed.results()).hasSize(100).allMatch(result -> result.reason() == null);
    }

    @Test
    void someThatFailedMakeItAFailureThatNamesThem() {
        // Given
        List<JsonObject> children = children(5);
        said(children.get(0).string("commandId"), "InstanceStopped", "{}");
        said(children.get(1).string("commandId"), "CommandRejected", "{\"reason\":\"spot cannot stop\"}");
        said(children.get(2).string("commandId"), "CommandFailed", "{\"reason\":\"still running\"}");
        said(children.get(3).string("commandId"), "CommandFailed", "{\"reason\":\"still running\"}");

        // When
        JsonObject sum = sumUp(children);

        // Then
        CommandFailed failed = (CommandFailed) event(sum);
        assertThat(failed.reason())
                .isEqualTo("done for 1 of 5 instances of ada, and not for 4: box-1 (" + id(1)
                        + "): spot cannot stop; box-2 (" + id(2) + "): still running; box-3 (" + id(3)
                        + "): still running; results has the others");
        assertThat(failed.results()).hasSize(5);
        // Those that failed first.
        assertThat(failed.results().get(3).outcome()).isEqualTo("none");
        assertThat(failed.results().get(4).outcome()).isEqualTo("InstanceStopped");
    }

    /** The most that there can be, with the longest names and reasons, is below what an event and a state may hold. */
    @Test
    void theLargestOutcomeFits() {
        // Given
        List<JsonObject> children = java.util.stream.IntStream.range(0, Select.MOST)
                .mapToObj(i -> child(i, "n".repeat(63)))
                .toList();
        children.forEach(child ->
                said(child.string("commandId"), "CommandRejected", "{\"reason\":\"" + "r".repeat(900) + "\"}"));

        // When
        JsonObject sum = sumUp(children);

        // Then
        assertThat(sum.toString().length()).isLessThan(200_000);
    }

    private JsonObject select(String type, String fields) {
        return new FakeLambda()
                .invoke(
                        new SelectHandler(instances),
                        JsonObject.parse("{\"type\":\"" + type + "\",\"command\":{\"version\":1,\"id\":\"c1\","
                                + "\"correlationId\":\"c0\",\"at\":\"2026-11-23T12:00:00Z\"," + fields + "}}"));
    }

    private JsonObject sumUp(List<JsonObject> children) {
        return new FakeLambda()
                .invoke(
                        new SumUpHandler(outcomes),
                        JsonObject.builder()
                                .put("owner", "ada")
                                .put("children", new host.spore.spawn.events.json.JsonArray(List.copyOf(children)))
                                .build());
    }

    /** As the flow has it said. */
    private static Object event(JsonObject sum) {
        JsonObject.Builder detail = JsonObject.builder()
                .put("version", 1)
                .put("id", "e1")
                .put("correlationId", "c0")
                .put("at", "2026-11-23T12:00:00Z")
                .put("commandId", "c1")
                .put("commandType", "StopInstance");
        return Language.event(
                        sum.string("type"), detail.putAll(sum.object("fields")).build())
                .orElseThrow();
    }

    private static List<JsonObject> children(int number) {
        return java.util.stream.IntStream.range(0, number)
                .mapToObj(i -> child(i, "box-" + i))
                .toList();
    }

    private static JsonObject child(int number, String name) {
        return JsonObject.builder()
                .put("commandId", host.spore.spawn.events.Ids.hash("child", Integer.toString(number)))
                .put("instanceId", id(number).value())
                .put("name", name)
                .build();
    }

    private void said(String commandId, String type, String detail) {
        outcomes.writeOnce(new StoredOutcome(commandId, "StopInstance", type, "id", detail, AT, true));
    }

    private static InstanceId id(int number) {
        return new InstanceId("i-%017x".formatted(number));
    }
}
