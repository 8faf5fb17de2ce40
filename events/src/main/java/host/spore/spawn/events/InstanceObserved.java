package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * EC2 was asked, and said another state than what its events had told: one of them was lost. For those who live by
 * EC2's events, the names among them.
 *
 * @param envelope see {@link Envelope}
 * @param instanceId see {@link InstanceId}
 * @param state EC2's word for it, for example {@code terminated}
 * @param dnsName that it had; EC2 forgets the tags of what has ended
 */
public record InstanceObserved(
        Envelope envelope,
        InstanceId instanceId,
        String state,
        @Nullable DnsName dnsName) implements Event {
    static InstanceObserved read(JsonObject detail) {
        return new InstanceObserved(
                Envelope.read(detail),
                Fields.checked(detail, "instanceId", InstanceId::new),
                detail.string("state"),
                Fields.optional(detail, "dnsName", DnsName::new));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("instanceId", instanceId.value())
                .put("state", state)
                .put("dnsName", Fields.text(dnsName))
                .build();
    }
}
