package host.spore.spawn.functions.wake;

import host.spore.spawn.events.json.JsonObject;

/**
 * Executions that wait for an answer.
 */
public interface Callbacks {
    /** @return false when nobody waits under this token any more: answered before, timed out, ended. Harmless. */
    boolean succeed(String token, JsonObject answer);

    /** As {@link #succeed}, with an error that the flow catches by name. */
    boolean fail(String token, String error, String cause);
}
