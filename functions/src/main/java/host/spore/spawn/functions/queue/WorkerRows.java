package host.spore.spawn.functions.queue;

import host.spore.spawn.events.Name;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The items of a run's workers and of their launches. */
interface WorkerRows {
    /**
     * Makes the worker's item and that of its launch, each if it is not there.
     *
     * @return the worker that stands there now
     */
    Worker begin(String runId, Worker worker, Instant expiresAt);

    /** Of which run and at which post a worker of this name is; empty: none of ours. */
    Optional<Place> find(Name name);

    /** Every page, consistently, by slot and number. */
    List<Worker> all(String runId);

    /** Notes it, unless what is known already says more. */
    void note(String runId, Post post, WorkerNews news);

    /**
     * Where a worker is.
     *
     * @param runId of its run
     * @param post within that
     */
    record Place(String runId, Post post) {}
}
