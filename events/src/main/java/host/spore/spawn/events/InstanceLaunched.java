package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Progress of a launch: EC2 took it and it is recorded.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the launch
 * @param instanceId see {@link InstanceId}
 * @param name see {@link Name}
 * @param arrayId of the array that it is a member of; its launch tells of all of them by {@link ArrayReady}
 * @param instanceType the one that was to be had
 * @param zone for example us-east-1a
 * @param market see {@link Market}
 * @param deadline UTC
 * @param dnsName when DNS is on
 * @param price at which it was launched
 * @param costLimit at which it ends, if its launch set one
 * @param attempts in order, the last one launched
 * @param remarks for people: which candidate was tried later than was asked for, or left out, and why
 */
public record InstanceLaunched(
        Envelope envelope,
        String commandId,
        InstanceId instanceId,
        Name name,
        @Nullable ArrayId arrayId,
        String instanceType,
        String zone,
        Market market,
        Instant deadline,
        @Nullable DnsName dnsName,
        @Nullable Price price,
        @Nullable Usd costLimit,
        List<Attempt> attempts,
        List<String> remarks)
        implements Event {
    public InstanceLaunched {
        attempts = List.copyOf(attempts);
        remarks = List.copyOf(remarks);
    }

    static InstanceLaunched read(JsonObject detail) {
        return new InstanceLaunched(
                Envelope.read(detail),
                detail.string("commandId"),
                Fields.checked(detail, "instanceId", InstanceId::new),
                Fields.checked(detail, "name", Name::new),
                Fields.optional(detail, "arrayId", ArrayId::new),
                detail.string("instanceType"),
                detail.string("zone"),
                Fields.checked(detail, "market", Market::parse),
                Fields.instant(detail, "deadline"),
                Fields.optional(detail, "dnsName", DnsName::new),
                Price.readOptional(detail),
                Fields.optional(detail, "costLimit", Usd::parse),
                Attempt.readAll(detail, "attempts"),
                Fields.texts(detail, "remarks"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("instanceId", instanceId.value())
                .put("name", name.value())
                .put("arrayId", Fields.text(arrayId))
                .put("instanceType", instanceType)
                .put("zone", zone)
                .put("market", market.wire())
                .put("deadline", Instants.format(deadline))
                .put("dnsName", Fields.text(dnsName))
                .put("price", Price.write(price))
                .put("costLimit", Fields.text(costLimit))
                .put("attempts", Attempt.writeAll(attempts))
                .put("remarks", Fields.arrayOf(remarks))
                .build();
    }
}
