package host.spore.spawn.functions.lifecycle;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Event;
import host.spore.spawn.events.InstanceEnded;
import host.spore.spawn.events.InstanceExpired;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.Views;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndingTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final Instant DEADLINE = Instant.parse("2026-11-23T18:00:00Z");
    /** Two minutes before the end that is told of. */
    private static final String SOON = "2026-11-23T17:57:00Z";

    private static final String SET = "2026-11-23T17:59:59Z";

    /** When it was seen to end (seconds after its deadline), what the row says, and what is told then. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // the agent, the lifecycle, the reaper have said so
                "3,   DEADLINE_REACHED_AT=" + SET + ",                             InstanceExpired, agent",
                "-20, DEADLINE_REACHED_AT=" + SET + ",                             InstanceExpired, agent",
                "70,  ENDED_BY_KEEPER=lifecycle,                                   InstanceExpired, lifecycle",
                "300, ENDED_BY_KEEPER=reaper,                                      InstanceExpired, reaper",
                "3,   DEADLINE_REACHED_AT=" + SET + " ENDED_BY_KEEPER=lifecycle,   InstanceExpired, agent",
                // nobody has: the time tells
                "-5,  -,                                                           InstanceExpired, unknown",
                "79,  -,                                                           InstanceExpired, unknown",
                "80,  -,                                                           InstanceExpired, dead-man",
                // before, or for another reason
                "-6,  -,                                                           InstanceEnded,   unknown",
                "-60, TERMINATE_COMMAND=c1,                                        InstanceEnded,   command",
                "20,  TERMINATE_COMMAND=c1,                                        InstanceEnded,   command",
                "-60, END_CAUSE=launch,                                            InstanceEnded,   launch",
                "-60, SPOT_WARNED_AT=" + SET + ",                                  InstanceEnded,   spot",
                // a command has its cause, and the first command's is kept whole by the flow
                "-60, TERMINATE_COMMAND=c1 TERMINATE_CAUSE=command,                InstanceEnded,   command",
                "-60, TERMINATE_COMMAND=c1 TERMINATE_CAUSE=idle,                   InstanceEnded,   idle",
                "-60, TERMINATE_COMMAND=c1 TERMINATE_CAUSE=finished,               InstanceEnded,   finished",
                "-60, TERMINATE_COMMAND=c1 SPOT_WARNED_AT=" + SOON + ",            InstanceEnded,   command",
                "3,   DEADLINE_REACHED_AT=" + SET + " SPOT_WARNED_AT=" + SOON + ", InstanceExpired, agent",
            })
    void tellsWhoEndedIt(long seconds, @org.jspecify.annotations.Nullable String columns, String type, String who) {
        // Given
        Lifecycle.Sight sight = sight(seconds, columns == null ? "" : columns, aRunning(ID));

        // When
        Ending ending = Ending.of(sight);

        // Then
        assertThat(ending.type()).isEqualTo(type);
        assertThat(ending.fields().string(type.equals("InstanceExpired") ? "keeper" : "cause"))
                .isEqualTo(who);
    }

    @ParameterizedTest
    @CsvSource({
        "Client.UserInitiatedShutdown, user",
        "Client.InstanceInitiatedShutdown, user",
        "Server.SpotInstanceTermination, spot",
        "Server.SpotInstanceShutdown, spot",
        "Server.InternalError, unknown",
    })
    void believesEc2sOwnReason(String code, String cause) {
        // When
        Ending ending = Ending.of(sight(-600, "", aRunning(ID).because(code)));

        // Then
        assertThat(ending.fields().string("cause")).isEqualTo(cause);
    }

    /** The last call is the user's, or the hook's; the reason is EC2's notice of two minutes before. */
    @ParameterizedTest
    @CsvSource({
        "Client.InstanceInitiatedShutdown, -60,  SPOT_WARNED_AT=" + SOON + ", spot",
        "Client.UserInitiatedShutdown,     -60,  SPOT_WARNED_AT=" + SOON + ", spot",
        "Server.InternalError,             -60,  SPOT_WARNED_AT=" + SOON + ", spot",
        "Client.UserInitiatedShutdown,     -185, SPOT_WARNED_AT=" + SOON + ", spot",
        // it was withdrawn, or it was another one's
        "Client.UserInitiatedShutdown,     -186, SPOT_WARNED_AT=" + SOON + ", user",
        "Client.UserInitiatedShutdown,     -60,  SPOT_WARNED_AT=2026-11-23T17:49:00Z, user",
        "Client.UserInitiatedShutdown,     -60,  SPOT_WARNED_AT=2026-11-23T17:49:01Z, spot",
        // finished, and powered off from inside
        "Client.InstanceInitiatedShutdown, -60,  FINISHED_AT=" + SOON + " FINISHED=success, finished",
        "Client.UserInitiatedShutdown,     -60,  FINISHED_AT=" + SOON + " FINISHED=success, user",
        "Client.InstanceInitiatedShutdown, -60,  FINISHED_AT=2026-11-23T10:00:00Z FINISHED=success, user",
    })
    void seesWhatCameShortlyBefore(String code, long seconds, String columns, String cause) {
        // When
        Ending ending = Ending.of(sight(seconds, columns, aRunning(ID).because(code)));

        // Then
        assertThat(ending.fields().string("cause")).isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TERMINATE_COMMAND=c1                                                         | terminated by command c1",
                "TERMINATE_COMMAND=c1 TERMINATE_CAUSE=command TERMINATE_REASON=               | terminated by command c1",
                "TERMINATE_COMMAND=c1 TERMINATE_CAUSE=command TERMINATE_REASON=quota          | terminated by command c1: quota",
                "TERMINATE_COMMAND=c1 TERMINATE_CAUSE=idle TERMINATE_REASON=idle_for_1h       | idle_for_1h; terminated as its launch asked, by command c1",
                "TERMINATE_COMMAND=c1 TERMINATE_CAUSE=finished TERMINATE_REASON=finished:_success | finished:_success; terminated as its launch asked, by command c1",
            })
    void saysInWordsWhatACommandWasFor(String columns, String reason) {
        assertThat(Ending.of(sight(-600, columns, aRunning(ID))).fields().string("reason"))
                .isEqualTo(reason);
    }

    @Test
    void saysInWordsWhyTheLifecycleHadTo() {
        // When
        Ending ending =
                Ending.of(sight(70, "ENDED_BY_KEEPER=lifecycle AGENT_HEARD_AT=2026-11-23T14:02:11Z", aRunning(ID)));

        // Then
        assertThat(ending.fields().string("reason"))
                .isEqualTo("deadline 2026-11-23T18:00:00Z reached; spored had not powered the instance off"
                        + " (last heard 2026-11-23T14:02:11Z), so the lifecycle terminated it");
    }

    @Test
    void everyEndingIsAnEventOfTheLanguage() {
        // Given
        List<Ending> endings = List.of(
                Ending.of(sight(3, "DEADLINE_REACHED_AT=" + SET, aRunning(ID))),
                Ending.of(sight(-600, "", aRunning(ID))));

        // When
        List<Event> events = endings.stream().map(EndingTest::read).toList();

        // Then
        assertThat(events.getFirst()).isInstanceOfSatisfying(InstanceExpired.class, expired -> {
            assertThat(expired.endedAt()).isEqualTo(DEADLINE.plusSeconds(3));
            assertThat(expired.deadline()).isEqualTo(DEADLINE);
        });
        assertThat(events.getLast()).isInstanceOf(InstanceEnded.class);
    }

    @Test
    void whatNobodyRemembersIsStillToldOf() {
        // Given: neither row nor EC2
        Lifecycle.Sight sight = new Lifecycle.Sight(
                InstanceRow.absent(ID), Optional.empty(), 20, Optional.empty(), DEADLINE, Duration.ofSeconds(60));

        // When
        Ending ending = Ending.of(sight);

        // Then
        assertThat(read(ending).type()).isEqualTo("InstanceExpired");
        assertThat(ending.name()).isEqualTo("unknown");
        assertThat(ending.correlationId()).isEqualTo(ID.value());
    }

    private static Event read(Ending ending) {
        return Language.event(
                        ending.type(),
                        JsonObject.builder()
                                .put("version", 1)
                                .put("id", "x")
                                .put("correlationId", ending.correlationId())
                                .put("at", DEADLINE.toString())
                                .putAll(ending.fields())
                                .build())
                .orElseThrow();
    }

    private static Lifecycle.Sight sight(long seconds, String columns, Views view) {
        Map<Column, String> values = new EnumMap<>(Map.of(
                Column.NAME, "demo",
                Column.CORRELATION_ID, "c0",
                Column.STATE, "terminated",
                Column.DEADLINE, DEADLINE.toString(),
                Column.ENDING_SEEN_AT, DEADLINE.plusSeconds(seconds).toString()));
        Arrays.stream(columns.split(" "))
                .filter(text -> !text.isEmpty())
                .map(text -> text.split("=", -1))
                .forEach(pair -> values.put(Column.valueOf(pair[0]), pair[1]));
        return new Lifecycle.Sight(
                new InstanceRow(ID, 4, values, List.of()),
                Optional.of(view.in(InstanceState.TERMINATED).build()),
                1,
                Optional.empty(),
                DEADLINE.plusSeconds(3_600),
                Duration.ofSeconds(60));
    }
}
