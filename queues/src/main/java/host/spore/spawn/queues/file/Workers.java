package host.spore.spawn.queues.file;

import host.spore.spawn.events.SpawnDuration;
import java.util.Optional;

/**
 * The instances that run a queue's jobs, as far as its file says.
 *
 * @param instanceType one or several, in the order in which to try them: {@code c7i.large|c7a.large}
 * @param count of instances
 * @param slots jobs at a time on each
 * @param spot whether they are spot instances
 * @param ttl of each
 */
public record Workers(Optional<String> instanceType, int count, int slots, boolean spot, Optional<SpawnDuration> ttl) {
    public static final Workers DEFAULT = new Workers(Optional.empty(), 1, 1, false, Optional.empty());
}
