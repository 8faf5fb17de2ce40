package host.spore.spawn.local;

import host.spore.spawn.local.ec2.InstanceState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides the next thing to do for one instance. LocalStack: it moves an instance to its final state within the API call
 * and publishes nothing; the way there, and the events, are made here.
 */
final class InstanceLifecycle {
    /** What the simulated machine is doing. */
    enum Power {
        OFF,
        /** Powered on, and nothing started in it yet. */
        ON,
        BOOTED,
        /** Asked for its power-off from inside. */
        HALTED
    }

    /** The next thing to do. After it is done, the decision is asked for again. */
    sealed interface Step {
        /** Publish this state as EC2 does; from then on it is what has been announced. */
        record Announce(InstanceState state) implements Step {}

        record PowerOn() implements Step {}

        /** Start what the disk holds: units, and the first time user data. */
        record Boot() implements Step {}

        record PowerOff() implements Step {}

        /** Off from inside: stop or terminate it at EC2, as its shutdown behaviour says. */
        record FollowPowerOff() implements Step {}
    }

    private InstanceLifecycle() {}

    /**
     * One step nearer to what EC2 says.
     *
     * @param announced the state published last, null for an instance never seen
     * @param observed the state at EC2; an instance that EC2 does not know any more is terminated
     * @return empty when there is nothing to do
     */
    static Optional<Step> next(@Nullable InstanceState announced, Power power, InstanceState observed) {
        if (announced == null) {
            // Whatever became of it since: it was pending once, and whoever listens has heard nothing yet.
            return Optional.of(new Step.Announce(InstanceState.PENDING));
        }
        return switch (announced) {
            // A terminated instance never comes back.
            case TERMINATED -> Optional.empty();
            case SHUTTING_DOWN -> down(power, InstanceState.TERMINATED);
            case STOPPING ->
                switch (observed) {
                    case SHUTTING_DOWN, TERMINATED -> Optional.of(new Step.Announce(InstanceState.SHUTTING_DOWN));
                    // Started again already: the stop is brought to its end first, as EC2 would have made the caller
                    // wait.
                    case PENDING, RUNNING, STOPPING, STOPPED -> down(power, InstanceState.STOPPED);
                };
            case STOPPED ->
                switch (observed) {
                    case PENDING, RUNNING -> Optional.of(new Step.Announce(InstanceState.PENDING));
                    case STOPPING, STOPPED -> power == Power.OFF ? Optional.empty() : Optional.of(new Step.PowerOff());
                    // There is nothing to shut down.
                    case SHUTTING_DOWN, TERMINATED -> Optional.of(new Step.Announce(InstanceState.TERMINATED));
                };
            case PENDING ->
                switch (observed) {
                    case PENDING, RUNNING ->
                        Optional.of(power == Power.OFF ? new Step.PowerOn() : new Step.Announce(InstanceState.RUNNING));
                    case STOPPING, STOPPED -> Optional.of(new Step.Announce(InstanceState.STOPPING));
                    case SHUTTING_DOWN, TERMINATED -> Optional.of(new Step.Announce(InstanceState.SHUTTING_DOWN));
                };
            case RUNNING ->
                switch (observed) {
                    case PENDING, RUNNING ->
                        switch (power) {
                            // Off though running: a reboot, or this host was restarted.
                            case OFF -> Optional.of(new Step.PowerOn());
                            case ON -> Optional.of(new Step.Boot());
                            case BOOTED -> Optional.empty();
                            case HALTED -> Optional.of(new Step.FollowPowerOff());
                        };
                    case STOPPING, STOPPED -> Optional.of(new Step.Announce(InstanceState.STOPPING));
                    case SHUTTING_DOWN, TERMINATED -> Optional.of(new Step.Announce(InstanceState.SHUTTING_DOWN));
                };
        };
    }

    private static Optional<Step> down(Power power, InstanceState then) {
        return Optional.of(power == Power.OFF ? new Step.Announce(then) : new Step.PowerOff());
    }
}
