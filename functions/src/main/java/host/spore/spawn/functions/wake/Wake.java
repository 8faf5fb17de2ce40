package host.spore.spawn.functions.wake;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.Log;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;

/**
 * Wakes what waits for a change of a row. The token stays in the row: were it removed in the write, a sender that dies
 * between write and answer would leave nobody who could wake the execution. Answering a token twice is harmless, and
 * the next time the execution parks it overwrites the token.
 */
public final class Wake {
    private static final JsonObject NOTHING = JsonObject.builder().build();

    private Wake() {}

    /** The lifecycle reads everything anew, so the answer says nothing. */
    public static void lifecycle(InstanceRow row, Callbacks callbacks, Log log) {
        row.text(Column.LIFECYCLE_TOKEN)
                .ifPresent(token -> log.info(
                        callbacks.succeed(token, NOTHING) ? "woke the lifecycle" : "the lifecycle is awake already",
                        field("instanceId", row.id())));
    }
}
