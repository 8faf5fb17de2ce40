package host.spore.spawn.functions.queue;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is noted on the items of jobs by who hears their workers. None of it changes what has come to its end by the machine's
 * word (failed, skipped, cancelled), and none of it makes an item.
 */
interface JobNotes {
    /**
     * Notes it, unless a higher rank is there.
     *
     * @return the status that stands there now; empty when there is no such item
     */
    Optional<JobStatus> note(String runId, JobNote note);

    /**
     * Counts an element of an array as done, once.
     *
     * @return how many are; empty when there is no such item
     */
    OptionalInt count(String runId, String array, int index);

    /** Notes it, unless more is known. */
    void note(String runId, String array, ArrayNote note);

    /** Takes a job out of what another one waits for, and says anew what that waits for. */
    void release(String runId, String waiting, String done);
}
