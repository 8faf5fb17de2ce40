package host.spore.spawn.functions.widgets;

import java.util.List;
import java.util.Optional;

/** Reads the table {@code spawn-queues}. */
interface QueueSights {
    /** The runs of all queues that began last, at most so many, the newest first. The index lags behind by a moment. */
    List<QueueRun> latest(int most);

    Optional<QueueRun> find(String runId);

    /** Of a run, arrays as wholes and their elements; every page, in no particular order. */
    List<QueueJob> jobs(String runId);
}
