package host.spore.spawn.queues.file;

import host.spore.spawn.events.SpawnDuration;
import java.util.List;
import java.util.Optional;

/**
 * A queue as its file describes it, checked: ids are unique, every dependency exists, there is no cycle.
 *
 * @param id of the queue
 * @param name for people; the id, if none was given
 * @param jobs in the order of the file
 * @param globalTimeout of a run as a whole
 * @param onFailure what becomes of the rest
 * @param resultBucket where results are kept, if not in the deployment's own bucket
 * @param resultPrefix under which they are kept there
 * @param workers the instances that run it
 * @param hooks around the queue
 */
public record Queue(
        String id,
        String name,
        List<Job> jobs,
        SpawnDuration globalTimeout,
        OnFailure onFailure,
        Optional<String> resultBucket,
        Optional<String> resultPrefix,
        Workers workers,
        Hooks hooks) {
    public Queue {
        jobs = List.copyOf(jobs);
    }
}
