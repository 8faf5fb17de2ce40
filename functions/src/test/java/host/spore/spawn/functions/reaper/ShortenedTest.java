package host.spore.spawn.functions.reaper;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.FakeInstanceRows;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A deadline that was shortened, and a tag that still says the old one. */
class ShortenedTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final Instant NOW = FakeClock.START;
    private static final Instant OLD = NOW.plusSeconds(9_000);

    private final ReaperFakes fakes = new ReaperFakes();
    private final FakeInstances instances = fakes.instances;
    private final FakeInstanceRows rows = fakes.rows;
    private final FakeExecutions executions = fakes.executions;
    private final ReaperHandler handler = fakes.handler();

    @Test
    void aTagThatAShorteningHasLeftBehindIsMended() {
        // Given
        recorded(NOW.plusSeconds(600), OLD, OLD);

        // When
        sweep();

        // Then
        assertThat(tagged()).isEqualTo(NOW.plusSeconds(600));
        assertThat(instances.terminated).isEmpty();
    }

    @Test
    void whatIsPastItsShortenedDeadlineIsEndedThoughItsTagIsLater() {
        // Given
        recorded(NOW.minusSeconds(60), OLD, OLD);

        // When
        sweep();

        // Then
        assertThat(instances.terminated).containsExactly(ID);
    }

    /** Somebody's hand, past us: the later of the two counts, as anywhere. */
    @Test
    void aTagThatTheRowNeverHadCounts() {
        // Given
        recorded(NOW.minusSeconds(60), NOW.plusSeconds(60), OLD);

        // When
        sweep();

        // Then
        assertThat(instances.terminated).isEmpty();
        assertThat(tagged()).isEqualTo(OLD);
    }

    @Test
    void anExtensionThatComesWhileTheTagIsMendedIsNotUndone() {
        // Given
        recorded(NOW.plusSeconds(600), OLD, OLD);
        Instant extended = NOW.plusSeconds(1_800);
        instances.faults.beforeNext(() -> instances.faults.beforeNext(() -> instances.faults.beforeNext(() -> {
            rows.seed(ID, Map.of(Column.DEADLINE, extended.toString()));
            instances.put(view(extended));
        })));

        // When
        sweep();

        // Then
        assertThat(tagged()).isEqualTo(extended);
    }

    private void recorded(Instant deadline, Instant left, Instant tagged) {
        instances.put(view(tagged));
        rows.seed(
                ID,
                Map.of(
                        Column.NAME, "demo",
                        Column.STATE, "running",
                        Column.STATE_SEEN_AT, NOW.toString(),
                        Column.DEADLINE, deadline.toString(),
                        Column.SHORTENED_FROM, left.toString(),
                        Column.GENERATION, "1",
                        Column.UNCLOSED, "yes"));
        executions.watch(ID, 1, "demo", "c0");
    }

    private static InstanceView view(Instant tagged) {
        return aRunning(ID).due(tagged).build();
    }

    private Instant tagged() {
        return instances.now(ID).flatMap(InstanceView::deadline).orElseThrow();
    }

    private void sweep() {
        new FakeLambda().invoke(handler, JsonObject.builder().build());
    }
}
