package host.spore.spawn.functions.reaper;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.bus.FakeBus;
import host.spore.spawn.functions.ec2.ArrayTags;
import host.spore.spawn.functions.ec2.Views;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.store.Claim;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** SCENARIOS 7 for arrays: what a call has launched is known by the tags of the call, whatever became of its launch. */
class ArrayReaperTest {
    private static final Instant NOW = FakeClock.START;
    private static final InstanceId FIRST = new InstanceId("i-0123456789abcdef0");
    private static final InstanceId SECOND = new InstanceId("i-0123456789abcdef1");

    private final ReaperFakes fakes = new ReaperFakes();
    private final FakeLambda lambda = new FakeLambda();

    @Test
    void membersWithoutARowAreRecordedEachInItsPlace() {
        // Given: the array is ready, and its rows were lost before the members had tags of their own
        fakes.instances.put(member(FIRST, 0).build()).put(member(SECOND, 1).build());

        // When
        sweep();

        // Then
        InstanceRow row = fakes.rows.now(SECOND);
        assertThat(row.text(Column.NAME)).contains("work-1");
        assertThat(row.text(Column.DNS_NAME)).contains("work-1.1kpqzg2c.spore.host");
        assertThat(row.text(Column.ARRAY_ID)).contains("work-20261127-3f2a1b");
        assertThat(row.text(Column.ARRAY_INDEX)).contains("1");
        assertThat(row.text(Column.COMMAND_ID)).contains("c1");
        assertThat(row.deadline()).contains(NOW.plusSeconds(9_000));
        assertThat(fakes.rows.now(FIRST).text(Column.NAME)).contains("work-0");
        assertThat(fakes.names.read(new Name("work-1")).map(Claim::instanceId)).contains(SECOND);
        assertThat(fakes.executions.watches).containsExactlyInAnyOrder(FIRST + "-1", SECOND + "-1");
    }

    @Test
    void allOfAnArrayWhoseFlowDiedAreEndedAndThatIsSaidOnce() {
        // Given
        fakes.executions.fail(
                "c1",
                JsonObject.parse("{\"type\":\"LaunchInstance\",\"command\":{\"version\":1,\"id\":\"c1\","
                        + "\"correlationId\":\"c0\",\"at\":\"2026-11-23T12:00:00Z\",\"name\":\"work\","
                        + "\"array\":{\"size\":2}}}"),
                NOW.minusSeconds(60));
        // One has its tags already, one has not.
        fakes.instances
                .put(member(FIRST, 0).build())
                .put(member(SECOND, 1)
                        .named("work-1")
                        .tagged(ArrayTags.INDEX, "1")
                        .build());

        // When
        sweep();
        sweep();

        // Then
        assertThat(fakes.instances.terminated).containsExactlyInAnyOrder(FIRST, SECOND);
        assertThat(fakes.rows.now(FIRST).text(Column.END_CAUSE)).contains("launch");
        assertThat(fakes.bus.published.stream().filter(event -> event.type().equals("LaunchFailed")))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.detail().string("name")).isEqualTo("work");
                    assertThat(event.detail().has("instanceId")).isFalse();
                });
    }

    @Test
    void pastTheirDeadlineTheyDieWhateverIsRecorded() {
        // Given
        fakes.instances
                .put(member(FIRST, 0).due(NOW.minusSeconds(61)).build())
                .put(member(SECOND, 1).build());

        // When
        sweep();

        // Then
        assertThat(fakes.instances.terminated).containsExactly(FIRST);
    }

    @Test
    void whileTheArrayIsLaunchedItsMembersAndItsNamesAreItsOwnBusiness() {
        // Given
        fakes.executions.launching.add("c1");
        fakes.instances.put(member(FIRST, 0).build());
        fakes.names.claim(new Name("work-1"), "c1", null, NOW.minusSeconds(3_600));

        // When
        sweep();

        // Then
        assertThat(fakes.rows.now(FIRST).isAbsent()).isTrue();
        assertThat(fakes.names.read(new Name("work-1"))).isPresent();
        assertThat(fakes.bus.published).noneMatch(event -> event.type().equals("DriftRepaired"));
    }

    @Test
    void namesThatAnArrayNeverNeededAreFreedOnceItIsOver() {
        // Given
        fakes.names.claim(new Name("work-1"), "c1", null, NOW.minusSeconds(3_600));

        // When
        sweep();

        // Then
        assertThat(fakes.names.read(new Name("work-1"))).isEmpty();
        assertThat(fakes.bus.published).extracting(FakeBus.Published::type).contains("DriftRepaired");
    }

    /** As the call has tagged all of them. */
    private static Views member(InstanceId id, int launchIndex) {
        return aRunning(id)
                .named("work")
                .due(NOW.plusSeconds(9_000))
                .tagged("spawn:command", "c1")
                .tagged("spawn:dns", "work.1kpqzg2c.spore.host")
                .tagged(ArrayTags.ID, "work-20261127-3f2a1b")
                .tagged(ArrayTags.NAME, "work")
                .tagged(ArrayTags.SIZE, "2")
                .launchedAs(launchIndex);
    }

    private void sweep() {
        lambda.invoke(fakes.handler(), JsonObject.parse("{}"));
    }
}
