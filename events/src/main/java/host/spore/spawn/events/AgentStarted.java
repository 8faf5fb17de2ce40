package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The agent runs: its first heartbeat, after a boot or a restart of its own.
 *
 * @param envelope see {@link Envelope}
 * @param instanceId see {@link InstanceId}
 * @param agentVersion of the running spored, for example 0.1.0
 * @param deadline absent when it cannot be read: unknown, never "none"
 * @param pid of the agent
 * @param residentBytes absent where the system does not tell
 * @param bootId of the kernel
 * @param restarted the agent had run before in this boot
 */
public record AgentStarted(
        Envelope envelope,
        InstanceId instanceId,
        String agentVersion,
        @Nullable Instant deadline,
        long pid,
        @Nullable Long residentBytes,
        String bootId,
        boolean restarted)
        implements AgentEvent {
    static AgentStarted read(JsonObject detail) {
        return new AgentStarted(
                Envelope.read(detail),
                Fields.checked(detail, "instanceId", InstanceId::new),
                detail.string("agentVersion"),
                Fields.optionalInstant(detail, "deadline"),
                detail.integer("pid"),
                detail.optionalInteger("residentBytes").orElse(null),
                detail.string("bootId"),
                detail.bool("restarted", false));
    }

    @Override
    public JsonObject toJson() {
        JsonObject.Builder detail = envelope.write()
                .put("instanceId", instanceId.value())
                .put("agentVersion", agentVersion)
                .put("deadline", Fields.text(deadline))
                .put("pid", pid)
                .put("bootId", bootId)
                .put("restarted", restarted);
        if (residentBytes != null) {
            detail.put("residentBytes", residentBytes);
        }
        return detail.build();
    }
}
