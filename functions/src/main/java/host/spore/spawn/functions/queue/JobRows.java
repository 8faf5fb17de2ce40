package host.spore.spawn.functions.queue;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The items of a run's jobs. What workers say of them is written by who hears it. */
interface JobRows {
    /** Makes those that are not there. */
    void begin(String runId, List<JobRow> rows, Instant expiresAt);

    /** Every page, consistently; in no particular order. */
    List<JobRow> all(String runId);

    /**
     * Ends jobs, each if it stands at one of these or is not there at all; what is known of its tries is filled in where
     * its item does not say it.
     */
    void end(String runId, List<JobRow> rows, Set<JobStatus> from, Instant expiresAt);
}
