package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The launch is complete: the agent was heard.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param instanceId see {@link InstanceId}
 * @param name see {@link Name}
 * @param arrayId of the array that it is a member of; its launch tells of all of them by {@link ArrayReady}
 * @param dnsName when DNS is on, and has not refused it
 * @param dnsRefused why it has no name in DNS, though DNS is on
 * @param address public IPv4, when it has one
 * @param deadline as it stands now
 * @param price at which it was launched
 * @param costLimit at which it ends, if its launch set one
 * @param agentVersion of the running spored, for example 0.1.0
 */
public record InstanceReady(
        Envelope envelope,
        String commandId,
        String commandType,
        InstanceId instanceId,
        Name name,
        @Nullable ArrayId arrayId,
        @Nullable DnsName dnsName,
        @Nullable String dnsRefused,
        @Nullable String address,
        Instant deadline,
        @Nullable Price price,
        @Nullable Usd costLimit,
        @Nullable String agentVersion)
        implements Outcome {
    static InstanceReady read(JsonObject detail) {
        return new InstanceReady(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                Fields.checked(detail, "instanceId", InstanceId::new),
                Fields.checked(detail, "name", Name::new),
                Fields.optional(detail, "arrayId", ArrayId::new),
                Fields.optional(detail, "dnsName", DnsName::new),
                Fields.optionalString(detail, "dnsRefused"),
                Fields.optionalString(detail, "address"),
                Fields.instant(detail, "deadline"),
                Price.readOptional(detail),
                Fields.optional(detail, "costLimit", Usd::parse),
                Fields.optionalString(detail, "agentVersion"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("commandType", commandType)
                .put("instanceId", instanceId.value())
                .put("name", name.value())
                .put("arrayId", Fields.text(arrayId))
                .put("dnsName", Fields.text(dnsName))
                .put("dnsRefused", dnsRefused)
                .put("address", address)
                .put("deadline", Instants.format(deadline))
                .put("price", Price.write(price))
                .put("costLimit", Fields.text(costLimit))
                .put("agentVersion", agentVersion)
                .build();
    }
}
