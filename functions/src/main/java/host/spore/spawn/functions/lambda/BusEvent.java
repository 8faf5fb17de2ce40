package host.spore.spawn.functions.lambda;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;

/**
 * An event as EventBridge delivers it. Account and region are EventBridge's word, the rest its publisher's.
 *
 * @param source for example {@code aws.ec2}
 * @param type the detail-type
 * @param account whose event it is
 * @param region where it came from
 * @param time when it happened, in whole seconds
 * @param detail by type
 */
public record BusEvent(String source, String type, String account, String region, Instant time, JsonObject detail) {
    /** @throws IllegalArgumentException with the pointer of what is missing */
    public static BusEvent read(JsonObject event) {
        return new BusEvent(
                event.string("source"),
                event.string("detail-type"),
                event.string("account"),
                event.string("region"),
                Instant.parse(event.string("time")),
                event.object("detail"));
    }
}
