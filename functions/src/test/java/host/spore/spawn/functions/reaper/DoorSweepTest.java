package host.spore.spawn.functions.reaper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.bus.FakeBus;
import host.spore.spawn.functions.ec2.FakeSshDoors;
import host.spore.spawn.functions.ec2.SshDoor;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DoorSweepTest {
    private static final SshDoor DOOR = new SshDoor("vpc-1", "203.0.113.7/32");
    private static final Instant OLD = FakeClock.START.minus(DoorSweep.YOUNG);

    private final ReaperFakes fakes = new ReaperFakes();
    private final FakeSshDoors doors = fakes.doors;
    private final FakeBus bus = fakes.bus;
    private final FakeLambda lambda = new FakeLambda();
    private final ReaperHandler handler = fakes.handler();

    @Test
    void anOldGroupThatNobodyUsesIsRemovedAndIsNoDrift() {
        // Given
        String group = doors.made(DOOR, OLD);

        // When
        JsonObject answer = lambda.invoke(handler, JsonObject.parse("{}"));

        // Then
        assertThat(doors.removed).containsExactly(group);
        assertThat(answer.array("drift")).isEmpty();
        assertThat(bus.published).isEmpty();
    }

    /** A launch may have found it a moment ago. */
    @Test
    void aYoungOneStays() {
        // Given
        doors.made(DOOR, OLD.plusSeconds(1));

        // When
        lambda.invoke(handler, JsonObject.parse("{}"));

        // Then
        assertThat(doors.removed).isEmpty();
    }

    @Test
    void whatAnInstanceHasStaysHoweverOld() {
        // Given
        doors.use(doors.made(DOOR, Instant.EPOCH));

        // When
        lambda.invoke(handler, JsonObject.parse("{}"));

        // Then
        assertThat(doors.removed).isEmpty();
    }

    @Test
    void aDryRunRemovesNothing() {
        // Given
        doors.made(DOOR, OLD);

        // When
        lambda.invoke(handler, JsonObject.parse("{\"dryRun\":true}"));

        // Then
        assertThat(doors.removed).isEmpty();
    }

    @Test
    void whatCannotBeLookedAtIsNotNothing() {
        // Given
        doors.failNext();

        // When, Then
        assertThatThrownBy(() -> lambda.invoke(handler, JsonObject.parse("{}")))
                .isInstanceOf(SweepFailedException.class)
                .hasMessageContaining("look after the SSH groups");
    }
}
