package host.spore.spawn.functions.reaper;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** Executions of the command flows. */
interface Executions {
    /** All that failed, timed out or were aborted since; every page. */
    List<Failed> failedSince(String flowArn, Instant since);

    Details read(Failed execution);

    /** Hands an event to the intake, as its rule would have. */
    void startIntake(JsonObject event);

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
