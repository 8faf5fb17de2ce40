package host.spore.spawn.functions.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Executions of the flow and of compiled machines. */
interface Runs {
    /** Empty: there never was such an execution, or it is forgotten. */
    Optional<Execution> describe(String arn);

    /** Ends it; nothing, when it is over or never was. */
    void stop(String arn, String error, String cause);

    /** What happened to its activity tasks, oldest first; every page. */
    List<Event> history(String arn);

    /** How an execution stands. */
    enum Status {
        RUNNING,
        SUCCEEDED,
        FAILED,
        TIMED_OUT,
        ABORTED
    }

    /**
     * An execution.
     *
     * @param status see {@link Status}
     * @param error empty unless it failed, or was stopped with one
     * @param cause as error
     */
    record Execution(Status status, Optional<String> error, Optional<String> cause) {}

    /** An entry of an execution's history that is about an activity task. */
    sealed interface Event {
        long id();
    }

    /** @param input of the task */
    record Scheduled(long id, String input) implements Event {}

    /** @param scheduled its entry */
    record Started(long id, long scheduled, Instant at) implements Event {}

    /** @param before the entry of its start */
    record Succeeded(long id, long before, String output, Instant at) implements Event {}

    /**
     * It failed, or its time was up.
     *
     * @param before the entry of its start, or of its being scheduled
     */
    record Failed(long id, long before, String error, String cause, Instant at) implements Event {}
}
