package host.spore.spawn.spored;

import host.spore.spawn.events.InstanceId;
import java.time.Instant;
import java.util.Optional;

/**
 * What the sensors know at one moment. Empty is unknown: not read, not there, or not to be understood.
 *
 * @param instance which instance this is
 * @param canSpeak the identity is complete, so an event could be made
 * @param looked the metadata service has been asked at least once, whatever it answered
 * @param lookedAt when the reading of {@code tag} was begun; the epoch when there was none
 * @param tag the instance's tag {@code ttl}
 * @param config the deadline of the configuration file
 * @param environment the deadline of the environment
 * @param reported {@code DeadlineReached} has been taken by the bus
 */
record Readings(
        Optional<InstanceId> instance,
        boolean canSpeak,
        boolean looked,
        Instant lookedAt,
        Optional<Instant> tag,
        Optional<Instant> config,
        Optional<Instant> environment,
        boolean reported,
        Spot spot,
        Host host,
        Jobs jobs) {
    /**
     * What EC2 says of the spot capacity.
     *
     * @param notice empty when there is none, too
     * @param rebalance when EC2 advised to leave
     */
    record Spot(Optional<SpotNotice> notice, Optional<Instant> rebalance) {
        static final Spot QUIET = new Spot(Optional.empty(), Optional.empty());
    }

    /**
     * What is seen on the machine itself.
     *
     * @param activity of the last two samples
     * @param completion a completion file that is there
     * @param exit a workload's exit that is recorded and not yet consumed
     */
    record Host(Optional<Activity> activity, Optional<Completion> completion, Optional<Exit> exit) {
        static final Host QUIET = new Host(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * What this process has started and not yet ended.
     *
     * @param hook the pre-stop hook runs
     * @param storing results are being stored
     * @param stored where they were stored the last time
     */
    record Jobs(boolean hook, boolean storing, Optional<String> stored) {
        static final Jobs NONE = new Jobs(false, false, Optional.empty());
    }
}
