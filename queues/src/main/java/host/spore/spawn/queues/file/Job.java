package host.spore.spawn.queues.file;

import host.spore.spawn.events.SpawnDuration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One job of a queue.
 *
 * @param id unique within its queue, and the name of its state
 * @param command shell, exactly as written; a worker gets it by reference, a state machine never
 * @param timeout of one try
 * @param env variables besides those that every job has
 * @param dependsOn what it waits for
 * @param resultPaths globs of the files to keep, relative to its folder or absolute
 * @param retry empty: one try
 * @param array how many elements, if it is an array
 * @param always whether it runs after everything else, whatever happened
 * @param cpus that a worker keeps free for it
 * @param memoryMb that a worker keeps free for it
 * @param hooks around it
 */
public record Job(
        String id,
        String command,
        SpawnDuration timeout,
        Map<String, String> env,
        List<Dependency> dependsOn,
        List<String> resultPaths,
        Optional<Retry> retry,
        OptionalInt array,
        boolean always,
        OptionalInt cpus,
        OptionalInt memoryMb,
        Hooks hooks) {
    public Job {
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
        dependsOn = List.copyOf(dependsOn);
        resultPaths = List.copyOf(resultPaths);
    }

    /** How often it may be tried, the first time included. */
    public int attempts() {
        return retry.map(Retry::maxAttempts).orElse(1);
    }
}
