package host.spore.spawn.spored;

import host.spore.spawn.events.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the agent must still know after a crash or a reboot.
 *
 * @param instance whose deadline this is: an image made of a running instance carries this memory along, and must not
 *     end the instances that are started from it
 * @param deadline empty is unknown, never "none"
 * @param learnedAt when this deadline was first seen: the plan of warnings follows from it
 * @param warned the shortest lead for which sessions have been warned of this deadline
 */
record Memory(
        Optional<InstanceId> instance, Optional<Deadline> deadline, Instant learnedAt, Optional<Duration> warned) {
    static final Memory EMPTY = new Memory(Optional.empty(), Optional.empty(), Instant.EPOCH, Optional.empty());

    Memory of(InstanceId known) {
        return new Memory(Optional.of(known), deadline, learnedAt, warned);
    }

    Memory warned(Duration lead) {
        return new Memory(instance, deadline, learnedAt, Optional.of(lead));
    }
}
