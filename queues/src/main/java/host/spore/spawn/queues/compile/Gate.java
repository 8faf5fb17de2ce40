package host.spore.spawn.queues.compile;

import java.util.List;

/**
 * A gate's item, as it must be in the table before the machine starts.
 *
 * @param target the label of what stands behind it; its key
 * @param awaits labels whose release opens it, all of them
 * @param jobs whose failure, or being skipped, resolves it as skipped at once
 */
public record Gate(String target, List<String> awaits, List<String> jobs) {
    public Gate {
        awaits = List.copyOf(awaits);
        jobs = List.copyOf(jobs);
    }
}
