package host.spore.spawn.functions.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.lambda.Faults;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");

    private final FakeHistories histories = new FakeHistories();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "state              | pending | running | ec2     | state: pending -> running",
                "address            | -       | 1.2.3.4 | ec2     | address: 1.2.3.4",
                "address            | 1.2.3.4 | -       | ec2     | address: 1.2.3.4 -> none",
                "agent_started_at   | -       | T       | agent   | agent_started_at: T",
                "agent_unsteady_at  | -       | T       | control | agent_unsteady_at: T",
                "deadline_reached_at| -       | T       | agent   | deadline_reached_at: T",
                "workload_exit_code | -       | 3       | agent   | workload_exit_code: 3",
                "spot_warned_at     | -       | T       | ec2     | spot_warned_at: T",
                "ended_by_keeper    | -       | reaper  | control | ended_by_keeper: reaper",
                "end_cause          | -       | launch  | control | end_cause: launch",
                "generation         | 1       | 2       | control | generation: 1 -> 2",
                "closed_at          | -       | T       | control | closed_at: T",
                "what_comes_later   | -       | x       | control | what_comes_later: x",
            })
    void eachAttributeHasItsWriter(
            String attribute, @Nullable String before, @Nullable String after, String by, String what) {
        assertThat(History.changes(image(attribute, before), image(attribute, after)))
                .containsExactly(new Change(by, what, null, null));
    }

    @ParameterizedTest
    @CsvSource({"version", "lifecycle_token", "ready_token", "agent_heard_at", "state_seen_at", "agent_restarts"})
    void whatOnlySaysThatSomethingWasLookedAtIsNone(String attribute) {
        assertThat(History.changes(image(attribute, "1"), image(attribute, "2")))
                .isEmpty();
    }

    @Test
    void aLaunchIsOneEntry() {
        // Given
        Image after = new Image(
                Map.of(
                        "command_id", "c1",
                        "correlation_id", "c0",
                        "name", "demo",
                        "owner", "ada",
                        "instance_type", "t3.micro",
                        "market", "spot",
                        "zone", "us-east-1a",
                        "deadline", "D",
                        "generation", "1"),
                Set.of());

        // When, Then
        assertThat(History.changes(Image.NONE, after))
                .containsExactly(
                        new Change("control", "recorded: demo, t3.micro, spot, us-east-1a, deadline D", "c1", "c0"));
    }

    @Test
    void aMoveOfTheDeadlineIsItsUsers() {
        // Given
        String old = "c0 2026-11-23T12:00:00Z 2026-11-23T13:00:00Z";
        Image before = new Image(Map.of("deadline", "2026-11-23T13:00:00Z", "correlation_id", "l"), Set.of(old));
        Image after = new Image(
                Map.of(
                        "deadline", "2026-11-23T14:00:00Z",
                        "deadline_correlation", "parent",
                        "correlation_id", "l"),
                Set.of(old, "c7 2026-11-23T13:00:00Z 2026-11-23T14:00:00Z"));

        // When, Then
        assertThat(History.changes(before, after))
                .containsExactly(
                        new Change("user", "deadline: 2026-11-23T13:00:00Z -> 2026-11-23T14:00:00Z", "c7", "parent"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "command  | -          | user  | terminate asked for",
                "command  | replaced   | user  | terminate asked for: replaced",
                "idle     | idle since | agent | terminate asked for: idle since",
                "finished | done       | agent | terminate asked for: done",
            })
    void whoeverAskedForItsEndIsTold(String cause, @Nullable String reason, String by, String what) {
        Image after = new Image(
                Map.of(
                        "terminate_command",
                        "c9",
                        "terminate_cause",
                        cause,
                        "terminate_reason",
                        reason == null ? "" : reason,
                        "terminate_correlation",
                        "parent"),
                Set.of());
        assertThat(History.changes(Image.NONE, after)).containsExactly(new Change(by, what, "c9", "parent"));
    }

    @Test
    void aStopAndAStartAreTwoEntries() {
        Image stopped = new Image(Map.of("power_action", "stop", "power_command", "c1"), Set.of());
        Image started = new Image(Map.of("power_action", "start", "power_command", "c2"), Set.of());
        assertThat(History.changes(Image.NONE, stopped))
                .containsExactly(new Change("user", "stop asked for", "c1", "c1"));
        assertThat(History.changes(stopped, started))
                .containsExactly(new Change("user", "start asked for", "c2", "c2"));
    }

    @Test
    void whatWeSawInEc2sPlaceIsNoWordOfEc2s() {
        Image before = new Image(Map.of("state", "running"), Set.of());
        Image after = new Image(Map.of("state", "terminated", "end_seen_by", "reconcile"), Set.of());
        assertThat(History.changes(before, after))
                .contains(new Change("control", "state: running -> terminated", null, null));
    }

    @Test
    void aBatchThatComesAgainAddsNothing() {
        // Given
        JsonObject record = record("MODIFY", "{\"version\":{\"N\":\"12\"},\"state\":{\"S\":\"running\"}}");

        // When
        histories.faults.failNext(1);
        assertThatThrownBy(() -> deliver(record)).isInstanceOf(Faults.FaultException.class);
        deliver(record);
        deliver(record);

        // Then
        assertThat(histories.of(ID)).containsOnlyKeys("2026-11-23T12:00:00Z#0000000012#0");
    }

    @Test
    void theHistoryGoesWithItsRow() {
        // When
        deliver(record(
                "MODIFY",
                "{\"version\":{\"N\":\"13\"},\"state\":{\"S\":\"running\"},"
                        + "\"expires_at_epoch_seconds\":{\"N\":\"1800000000\"}}"));

        // Then
        assertThat(histories.expiring(ID).values()).containsExactly(Instant.ofEpochSecond(1_800_000_000));
    }

    @Test
    void aRowThatGoesIsNoChangeOfItsInstance() {
        // When
        deliver(JsonObject.parse("{\"eventName\":\"REMOVE\",\"dynamodb\":{}}"));

        // Then
        assertThat(histories.of(ID)).isEmpty();
    }

    private static JsonObject record(String event, String after) {
        return JsonObject.parse("{\"eventName\":\"" + event
                + "\",\"dynamodb\":{\"ApproximateCreationDateTime\":1795435200.0,\"Keys\":{\"instance_id\":{\"S\":\""
                + ID
                + "\"}},\"OldImage\":{\"state\":{\"S\":\"pending\"}},\"NewImage\":" + after + "}}");
    }

    private void deliver(JsonObject record) {
        new FakeLambda()
                .invoke(
                        new HistoryHandler(histories),
                        JsonObject.builder()
                                .put("Records", new JsonArray(List.of(record)))
                                .build());
    }

    private static Image image(String attribute, @Nullable String value) {
        return value == null ? Image.NONE : new Image(Map.of(attribute, value), Set.of());
    }
}
