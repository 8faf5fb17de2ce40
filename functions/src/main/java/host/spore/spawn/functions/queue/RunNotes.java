package host.spore.spawn.functions.queue;

import java.util.Optional;

/** What those who look after a run's workers write on its item, while the run goes on. */
interface RunNotes {
    /** Why its jobs wait; empty: there is nothing to say. Nothing once it is known that there will be no workers. */
    void explain(String runId, Optional<String> reason);

    /**
     * That there is nobody to run its jobs, and will not be.
     *
     * @return false when the run is over
     */
    boolean giveUp(String runId, String reason);
}
