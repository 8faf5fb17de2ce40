package host.spore.spawn.functions.queue;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** State machines and activities of queues, as they are removed. */
interface OldMachines {
    /** Those whose names begin so; every page. The list lags behind by a moment. */
    List<Made> all(String prefix);

    /** Of a state machine or an activity. */
    Map<String, String> tags(String arn);

    /** Whether an execution of the state machine goes on. */
    boolean isRunning(String arn);

    /** A state machine or an activity; one that is gone is no error. */
    void delete(String arn);

    /**
     * A state machine or an activity.
     *
     * @param arn of it
     * @param name of it
     * @param madeAt when
     */
    record Made(String arn, String name, Instant madeAt) {}
}
