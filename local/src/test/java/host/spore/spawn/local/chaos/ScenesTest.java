package host.spore.spawn.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What takes minutes on the embedded cloud, through the flows and functions as they ship, on a good day. */
class ScenesTest {
    private static final Duration BOOT_BUDGET = Duration.ofMinutes(10);

    private final World world = new World(7, 0);
    private final Set<String> commands = new LinkedHashSet<>();

    @AfterEach
    void everythingEnds() {
        world.time.runUntil(world.time.instant().plus(Duration.ofHours(5)));
        assertThat(world.verdict(commands)).isEmpty();
    }

    @Test
    void anInstanceWhoseAgentIsNotHeardIsKeptWhereThatIsAskedFor() {
        // When
        launch("kept", "box", "\"keepOnError\":true,\"tags\":{\"no-agent\":\"1\"}");
        run(BOOT_BUDGET.plusMinutes(5));

        // Then: it failed, and lives with all that is its own
        JsonObject failed = outcome("kept", "LaunchFailed");
        Machines.Machine machine = world.machines.get(failed.string("instanceId"));
        assertThat(machine.isEnding()).isFalse();
        assertThat(failed.string("keptUntil")).isEqualTo(machine.tags.get("ttl"));
        assertThat(failed.string("reason"))
                .contains(
                        "no word from the agent within 600 s",
                        "is kept, as --keep-on-error asked, until " + machine.tags.get("ttl"),
                        "aws ec2 get-console-output --latest --instance-id " + machine.id,
                        "spawn terminate box");
        assertThat(holder("box")).contains(machine.id);

        // Then: a sweep leaves it alone, even when its row is lost, and its deadline ends it
        world.tables.of("spawn-instances").remove(machine.id);
        world.lost.add(machine.id);
        run(Duration.ofMinutes(10));
        assertThat(machine.isEnding()).isFalse();
        Instant deadline = Instant.parse(Objects.requireNonNull(machine.tags.get("ttl")));
        world.time.runUntil(deadline.plus(Duration.ofMinutes(6)));
        assertThat(Objects.requireNonNull(machine.endedAt)).isAfterOrEqualTo(deadline);
    }

    @Test
    void anInstanceWhoseAgentIsNotHeardIsEndedOtherwise() {
        // When
        launch("unheard", "box", "\"tags\":{\"no-agent\":\"1\"}");
        run(BOOT_BUDGET.plusMinutes(5));

        // Then
        JsonObject failed = outcome("unheard", "LaunchFailed");
        assertThat(failed.has("keptUntil")).isFalse();
        assertThat(world.machines.get(failed.string("instanceId")).isEnding()).isTrue();
        assertThat(holder("box")).isEmpty();
    }

    /** SCENARIOS 12. */
    @Test
    void aTemplateThatFailsThreeTimesTripsABreaker() {
        // Given
        for (int i = 1; i <= 3; i++) {
            launch("bad-" + i, "box-" + i, "\"tags\":{\"no-agent\":\"1\"}");
        }
        run(BOOT_BUDGET.plusMinutes(4));
        for (int i = 1; i <= 3; i++) {
            outcome("bad-" + i, "LaunchFailed");
        }

        // When
        launch("next", "box-4", "");
        launch("another", "box-5", "\"command\":\"true\"");
        launch("debug", "box-6", "\"keepOnError\":true");
        run(Duration.ofMinutes(4));

        // Then: only what is the same is refused, and what is to be looked at is not
        assertThat(outcome("next", "LaunchRejected").string("reason"))
                .contains("3 launches with this image", "--keep-on-error");
        outcome("another", "InstanceReady");
        outcome("debug", "InstanceReady");

        // Then: that one became ready has made up for them
        launch("after", "box-7", "");
        run(Duration.ofMinutes(4));
        outcome("after", "InstanceReady");
    }

    @Test
    void theHolderOfANameIsEndedBeforeItIsReplaced() {
        // Given
        launch("old", "box", "");
        run(Duration.ofMinutes(4));
        Machines.Machine old =
                world.machines.get(outcome("old", "InstanceReady").string("instanceId"));

        // When
        launch("new", "box", "\"replace\":true");
        run(Duration.ofMinutes(8));

        // Then
        Machines.Machine machine =
                world.machines.get(outcome("new", "InstanceReady").string("instanceId"));
        assertThat(Objects.requireNonNull(old.endedAt)).isBefore(machine.createdAt);
        assertThat(holder("box")).contains(machine.id);
        JsonObject end = said("InstanceEnded", "instanceId", old.id);
        assertThat(end.string("cause")).isEqualTo("command");
        assertThat(end.string("reason")).endsWith("replaced by launch new");
    }

    @Test
    void ofTwoThatReplaceOneHasTheName() {
        // Given
        launch("old", "box", "");
        run(Duration.ofMinutes(4));

        // When
        launch("one", "box", "\"replace\":true");
        launch("other", "box", "\"replace\":true");
        run(Duration.ofMinutes(8));

        // Then
        List<String> outcomes = List.of(outcomeType("one"), outcomeType("other"));
        assertThat(outcomes).containsExactlyInAnyOrder("InstanceReady", "LaunchRejected");
        // The old one and one new one.
        assertThat(world.machines.all()).hasSize(2);
    }

    @Test
    void aNameThatIsFreeIsTakenWithoutEndingAnything() {
        // When
        launch("new", "box", "\"replace\":true");
        run(Duration.ofMinutes(4));

        // Then
        outcome("new", "InstanceReady");
        assertThat(world.flows.all("spawn-terminate")).isEmpty();
    }

    @Test
    void anOwnersInstancesGetACommandEachAndOneOutcome() {
        // Given
        for (int i = 0; i < 30; i++) {
            launch("launch-" + i, "box-" + i, i == 0 ? "\"spot\":true" : "");
        }
        launch("others", "other", "\"owner\":\"bob\"");
        run(Duration.ofMinutes(8));

        // When: told three times, as everything may be
        publish("StopInstance", "stop", "\"owner\":\"ada\"");
        publish("StopInstance", "stop", "\"owner\":\"ada\"");
        publish("StopInstance", "stop", "\"owner\":\"ada\"");
        run(Duration.ofMinutes(12));

        // Then: spot cannot be stopped, and the outcome says which one
        JsonObject failed = outcome("stop", "CommandFailed");
        assertThat(failed.string("reason")).startsWith("done for 29 of 30 instances of ada, and not for 1: box-0 (");
        assertThat(failed.objects("results")).hasSize(30);
        assertThat(world.machines.all().stream().filter(machine -> machine.state.equals("stopped")))
                .hasSize(29);

        // When, Then
        publish("TerminateInstance", "end", "\"owner\":\"ada\"");
        run(Duration.ofMinutes(12));
        assertThat(outcome("end", "CommandCompleted").integer("done")).isEqualTo(30);
        assertThat(living()).hasSize(1);

        // When, Then
        publish("TerminateInstance", "again", "\"owner\":\"ada\"");
        run(Duration.ofMinutes(2));
        assertThat(outcome("again", "CommandRejected").string("reason")).startsWith("no instance of ada is alive");
    }

    /** An execution's history is bounded; the watch is not. */
    @Test
    void aWatchThatWasWokenTooOftenHandsOverToItsSuccessor() {
        // Given
        launch("launch", "box", "");
        run(Duration.ofMinutes(4));
        String instance = outcome("launch", "InstanceReady").string("instanceId");

        // When
        for (int i = 0; i < 210; i++) {
            publish("ExtendInstance", "extend-" + i, "\"target\":\"box\",\"by\":\"1s\"");
            run(Duration.ofSeconds(10));
        }

        // Then: one watches, and what follows is found by it
        assertThat(world.flows.running().stream()
                        .filter(execution -> execution.machine.equals("spawn-lifecycle"))
                        .map(execution -> execution.name))
                .containsExactly(instance + "-2");
        assertThat(world.tables.of("spawn-instances").getOrDefault(instance, Map.of()))
                .containsEntry("generation", AttributeValue.fromN("2"));
    }

    @Test
    void aDeadlineIsShortenedForRowTagAndKeepers() {
        // Given
        launch("launch", "box", "");
        run(Duration.ofMinutes(4));
        Machines.Machine machine =
                world.machines.get(outcome("launch", "InstanceReady").string("instanceId"));

        // When
        publish("ExtendInstance", "shorten", "\"target\":\"box\",\"by\":\"100m\",\"shorten\":true");
        run(Duration.ofMinutes(1));

        // Then
        Instant deadline = Instant.parse(outcome("shorten", "DeadlineShortened").string("deadline"));
        assertThat(machine.tags).containsEntry("ttl", deadline.toString());
        world.time.runUntil(deadline.minusSeconds(1));
        assertThat(machine.isEnding()).isFalse();
        world.time.runUntil(deadline.plus(Duration.ofMinutes(2)));
        assertThat(machine.isEnding()).isTrue();
    }

    @Test
    void aMemberThatIsInterruptedIsFollowedByAnotherInItsPlace() {
        // Given
        launch("array", "work", "\"spot\":true,\"array\":{\"size\":3,\"minViable\":2,\"refill\":true}");
        run(Duration.ofMinutes(6));
        JsonObject ready = outcome("array", "ArrayReady");
        Machines.Machine gone = world.machines.get(holder("work-1").orElseThrow());

        // When
        world.spotWarning(gone.id);
        world.machines.terminate(gone.id, "Server.SpotInstanceTermination");
        run(Duration.ofMinutes(12));

        // Then: the same place, and no more time than there was
        Machines.Machine next = world.machines.get(holder("work-1").orElseThrow());
        assertThat(next.id).isNotEqualTo(gone.id);
        assertThat(next.isEnding()).isFalse();
        assertThat(next.tags)
                .containsEntry("Name", "work-1")
                .containsEntry("spawn:array-index", "1")
                .containsEntry("spawn:array-id", ready.string("arrayId"))
                .containsEntry("ttl", ready.string("deadline"));
        assertThat(living()).hasSize((int) ready.integer("ready"));
    }

    @Test
    void whatIsNotRefilledIsLeft() {
        // Given
        launch("array", "work", "\"spot\":true,\"array\":{\"size\":3,\"minViable\":2}");
        run(Duration.ofMinutes(6));
        JsonObject ready = outcome("array", "ArrayReady");
        String gone = holder("work-1").orElseThrow();

        // When
        world.machines.terminate(gone, "Server.SpotInstanceTermination");
        run(Duration.ofMinutes(12));

        // Then
        assertThat(holder("work-1")).isEmpty();
        assertThat(living()).hasSize((int) ready.integer("ready") - 1);
    }

    @Test
    void anArrayIsExtendedAndEndedByOneCommandEach() {
        // Given
        launch("array", "work", "\"array\":{\"size\":3,\"minViable\":1}");
        launch("alone", "worker", "");
        run(Duration.ofMinutes(6));
        JsonObject ready = outcome("array", "ArrayReady");

        // When
        publish("ExtendInstance", "extend", "\"array\":\"work\",\"by\":\"1h\"");
        run(Duration.ofMinutes(3));
        publish("TerminateInstance", "end", "\"array\":\"" + ready.string("arrayId") + "\"");
        run(Duration.ofMinutes(10));

        // Then
        assertThat(outcome("extend", "CommandCompleted").integer("done")).isEqualTo(ready.integer("ready"));
        assertThat(outcome("end", "CommandCompleted").integer("done")).isEqualTo(ready.integer("ready"));
        assertThat(living()).extracting(machine -> machine.tags.get("Name")).containsExactly("worker");
    }

    private void launch(String id, String name, String more) {
        publish(
                "LaunchInstance",
                id,
                "\"name\":\"" + name + "\",\"instanceType\":\"c7i.large\",\"ami\":\"ami-12345678\","
                        + "\"ttl\":\"2h\",\"patience\":\"2m\""
                        + (more.contains("\"owner\"") ? "" : ",\"owner\":\"ada\"")
                        + (more.isEmpty() ? "" : "," + more));
    }

    private void publish(String type, String id, String fields) {
        commands.add(id);
        world.publish(
                "spawn.cli",
                type,
                JsonObject.parse("{\"version\":1,\"id\":\"" + id + "\",\"correlationId\":\"" + id + "\",\"at\":\""
                        + world.time.instant() + "\"," + fields + "}"));
    }

    private void run(Duration duration) {
        world.time.runUntil(world.time.instant().plus(duration));
    }

    private JsonObject outcome(String command, String type) {
        assertThat(outcomeType(command)).as(command).isEqualTo(type);
        return said(type, "commandId", command);
    }

    private String outcomeType(String command) {
        return Optional.ofNullable(world.tables.of("spawn-outcomes").get(command))
                .map(item -> Objects.requireNonNull(item.get("outcome_type")).s())
                .orElse("none");
    }

    private JsonObject said(String type, String key, String value) {
        return world.said.stream()
                .filter(said -> said.type().equals(type)
                        && said.detail().optionalString(key).equals(Optional.of(value)))
                .findFirst()
                .orElseThrow()
                .detail();
    }

    private Optional<String> holder(String name) {
        Map<String, AttributeValue> claim = world.tables.of("spawn-names").getOrDefault(name, Map.of());
        return Optional.ofNullable(claim.get("instance_id")).map(AttributeValue::s);
    }

    private List<Machines.Machine> living() {
        return world.machines.all().stream()
                .filter(machine -> !machine.isEnding())
                .toList();
    }
}
