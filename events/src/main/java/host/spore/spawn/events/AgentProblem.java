package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * The agent cannot do all of its work, and goes on with the rest.
 *
 * @param envelope see {@link Envelope}
 * @param instanceId see {@link InstanceId}
 * @param what it has trouble with
 * @param detail for people, at most {@value #MAX_DETAIL} characters
 */
public record AgentProblem(Envelope envelope, InstanceId instanceId, AgentTrouble what, String detail)
        implements AgentEvent {
    public static final int MAX_DETAIL = 1000;

    public AgentProblem {
        Fields.atMost("detail", detail, MAX_DETAIL);
    }

    static AgentProblem read(JsonObject detail) {
        return new AgentProblem(
                Envelope.read(detail),
                Fields.checked(detail, "instanceId", InstanceId::new),
                Fields.checked(detail, "what", AgentTrouble::parse),
                detail.string("detail"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("instanceId", instanceId.value())
                .put("what", what.wire())
                .put("detail", detail)
                .build();
    }
}
