package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * The agent was heard, so that its launch is ready, and starts again and again since. Its deadline is kept all the same,
 * by the keepers that need no agent.
 *
 * @param envelope see {@link Envelope}
 * @param instanceId see {@link InstanceId}
 * @param name see {@link Name}; {@code unknown} when nothing tells
 * @param reason what is so, and what to do
 */
public record AgentUnsteady(Envelope envelope, InstanceId instanceId, String name, String reason) implements Event {
    static AgentUnsteady read(JsonObject detail) {
        return new AgentUnsteady(
                Envelope.read(detail),
                Fields.checked(detail, "instanceId", InstanceId::new),
                detail.string("name"),
                detail.string("reason"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("instanceId", instanceId.value())
                .put("name", name)
                .put("reason", reason)
                .build();
    }
}
