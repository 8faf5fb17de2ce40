package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.json.JsonObject;
import java.util.Optional;

/** Step Functions. */
interface Executions {
    /** Starts it, unless one of this name was started before: then there is nothing to do. */
    void start(String flowArn, String name, JsonObject input);

    /** What it was started with; empty when there is none of this ARN, or none any more. */
    Optional<JsonObject> input(String executionArn);
}
