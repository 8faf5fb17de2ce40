package host.spore.spawn.functions.reaper;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Executions of the flows. */
interface Executions {
    /** All of this flow of commands that failed, timed out or were aborted since; every page. */
    List<Failed> failedSince(String flowArn, Instant since);

    Details read(Failed execution);

    /** Hands an event to the intake, as its rule would have. */
    void startIntake(JsonObject event);

    /** Whether the launch still runs; it looks after its own instance and its own claim then. */
    boolean isLaunching(String commandId);

    /** The watches that run, each {@code {instance}-{generation}}; every page. The list lags behind by a moment. */
    Set<String> watches();

    /** Whether this very watch runs; the answer does not lag. */
    boolean isWatched(InstanceId id, long generation);

    /**
     * Starts a lifecycle execution.
     *
     * @return false when its name is used up, by one that has ended
     */
    boolean watch(InstanceId id, long generation, String name, String correlationId);

    /** The name of a watch. */
    static String watchOf(InstanceId id, long generation) {
        return id + "-" + generation;
    }

    /**
     * An execution that ended without success.
     *
     * @param arn see {@link String}
     * @param commandId its name
     */
    record Failed(String arn, String commandId) {}

    /**
     * More about it.
     *
     * @param input as it was started with
     * @param reason status, error and cause, for people
     */
    record Details(JsonObject input, String reason) {}
}
