package host.spore.spawn.local.cloud;

import host.spore.spawn.events.json.JsonObject;

/**
 * An event as a rule delivered it.
 *
 * @param source as EventBridge has it
 * @param type the detail-type
 * @param detail the detail
 */
public record Heard(String source, String type, JsonObject detail) {
    static Heard of(JsonObject event) {
        return new Heard(event.string("source"), event.string("detail-type"), event.object("detail"));
    }

    /** Whether this is the outcome, or the progress, of a command. */
    boolean answers(String commandId) {
        return detail.optionalString("commandId").filter(commandId::equals).isPresent();
    }

    /** Whether this is about an instance, whoever says it. */
    boolean isAbout(String instanceId) {
        return detail.optionalString("instanceId")
                .or(() -> detail.optionalString("instance-id"))
                .filter(instanceId::equals)
                .isPresent();
    }

    boolean isState(String state) {
        return type.startsWith("EC2 Instance State-change")
                && detail.string("state").equals(state);
    }
}
