package host.spore.spawn.local;

import static host.spore.spawn.local.ec2.InstanceState.PENDING;
import static host.spore.spawn.local.ec2.InstanceState.RUNNING;
import static host.spore.spawn.local.ec2.InstanceState.SHUTTING_DOWN;
import static host.spore.spawn.local.ec2.InstanceState.STOPPED;
import static host.spore.spawn.local.ec2.InstanceState.STOPPING;
import static host.spore.spawn.local.ec2.InstanceState.TERMINATED;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.local.InstanceLifecycle.Power;
import host.spore.spawn.local.InstanceLifecycle.Step;
import host.spore.spawn.local.ec2.InstanceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InstanceLifecycleTest {
    @ParameterizedTest
    @MethodSource("ways")
    void bringsAnInstanceToWhereEc2SaysItIs(
            @Nullable InstanceState announced, Power power, InstanceState observed, List<String> steps) {
        // When
        List<String> taken = run(announced, power, observed);
        // Then
        assertThat(taken).isEqualTo(steps);
    }

    static Stream<Arguments> ways() {
        return Stream.of(
                // a launch
                way(null, Power.OFF, RUNNING, "pending", "power-on", "running", "boot"),
                // launched and ended between two looks: whoever listens hears of both
                way(null, Power.OFF, TERMINATED, "pending", "shutting-down", "terminated"),
                way(null, Power.OFF, STOPPED, "pending", "stopping", "stopped"),
                way(PENDING, Power.ON, TERMINATED, "shutting-down", "power-off", "terminated"),
                // stop, start, terminate by API
                way(RUNNING, Power.BOOTED, STOPPED, "stopping", "power-off", "stopped"),
                way(STOPPED, Power.OFF, RUNNING, "pending", "power-on", "running", "boot"),
                way(STOPPED, Power.OFF, TERMINATED, "terminated"),
                way(RUNNING, Power.BOOTED, TERMINATED, "shutting-down", "power-off", "terminated"),
                way(STOPPING, Power.BOOTED, TERMINATED, "shutting-down", "power-off", "terminated"),
                // started again before the stop was through: the stop ends first
                way(STOPPING, Power.BOOTED, RUNNING, "power-off", "stopped", "pending", "power-on", "running", "boot"),
                // power-off from inside: EC2 is asked, and only then says what became of it
                way(RUNNING, Power.HALTED, RUNNING, "follow-power-off"),
                way(RUNNING, Power.HALTED, TERMINATED, "shutting-down", "power-off", "terminated"),
                way(RUNNING, Power.HALTED, STOPPED, "stopping", "power-off", "stopped"),
                // a restarted host: what was announced is not announced again
                way(RUNNING, Power.OFF, RUNNING, "power-on", "boot"),
                way(RUNNING, Power.OFF, TERMINATED, "shutting-down", "terminated"),
                way(SHUTTING_DOWN, Power.OFF, TERMINATED, "terminated"),
                // nothing to do
                way(RUNNING, Power.BOOTED, RUNNING),
                way(STOPPED, Power.OFF, STOPPED));
    }

    @Test
    void aTerminatedInstanceNeverComesBack() {
        for (Power power : Power.values()) {
            for (InstanceState observed : InstanceState.values()) {
                assertThat(InstanceLifecycle.next(TERMINATED, power, observed)).isEmpty();
            }
        }
    }

    @Test
    void everyWayEnds() {
        // Given every situation there is
        for (InstanceState announced : InstanceState.values()) {
            for (Power power : Power.values()) {
                for (InstanceState observed : InstanceState.values()) {
                    // Then a finite number of steps settles it
                    assertThat(run(announced, power, observed)).hasSizeLessThan(10);
                }
            }
        }
    }

    private static List<String> run(@Nullable InstanceState from, Power initial, InstanceState observed) {
        List<String> taken = new ArrayList<>();
        @Nullable InstanceState announced = from;
        Power power = initial;
        while (taken.size() < 10) {
            Optional<Step> step = InstanceLifecycle.next(announced, power, observed);
            if (step.isEmpty()) {
                return taken;
            }
            switch (step.get()) {
                case Step.Announce(InstanceState state) -> {
                    announced = state;
                    taken.add(state.text());
                }
                case Step.PowerOn() -> {
                    power = Power.ON;
                    taken.add("power-on");
                }
                case Step.Boot() -> {
                    power = Power.BOOTED;
                    taken.add("boot");
                }
                case Step.PowerOff() -> {
                    power = Power.OFF;
                    taken.add("power-off");
                }
                case Step.FollowPowerOff() -> {
                    taken.add("follow-power-off");
                    return taken;
                }
            }
        }
        return taken;
    }

    private static Arguments way(
            @Nullable InstanceState announced, Power power, InstanceState observed, String... steps) {
        return Arguments.of(announced, power, observed, List.of(steps));
    }
}
