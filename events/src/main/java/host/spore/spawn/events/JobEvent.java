package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says of a job. Published like what its agent says: the source is the instance's ARN, which is IAM's word,
 * and whether that instance is a worker of the run is checked against the table.
 */
public sealed interface JobEvent extends Event permits JobStarted, JobEnded {
    InstanceId instanceId();

    QueueId queueId();

    String runId();

    JobId jobId();

    /** Of an element of an array, from 0. */
    @Nullable
    Integer index();

    /** From 1. */
    int attempt();

    /** What both say, to which each adds its own. */
    default JsonObject.Builder writeTry() {
        JsonObject.Builder into = envelope()
                .write()
                .put("instanceId", instanceId().value())
                .put("queueId", queueId().value())
                .put("runId", runId())
                .put("jobId", jobId().value())
                .put("attempt", attempt());
        Integer index = index();
        return index == null ? into : into.put("index", index.longValue());
    }

    /** What holds for both. */
    static void check(@Nullable Integer index, int attempt) {
        if (index != null) {
            Fields.atLeast("index", index, 0);
        }
        Fields.atLeast("attempt", attempt, 1);
    }
}
