package host.spore.spawn.functions.queue;

import java.util.Optional;

/** The item {@code staff} of a run. */
interface Staffs {
    /**
     * Makes it, if it is not there.
     *
     * @return what stands there now
     */
    Staff begin(Staff staff);

    /** Reads consistently. */
    Optional<Staff> read(String runId);
}
