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
        boolean reported) {}
