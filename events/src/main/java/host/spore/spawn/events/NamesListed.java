package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which names of a region should show what, by EC2's own list: for whoever keeps the records, to hold against them. Long
 * lists come in parts, by the order of the names.
 *
 * @param envelope see {@link Envelope}
 * @param after the part's names come after this one; absent in the first part
 * @param upTo and up to this one, itself included; absent in the last part
 * @param names of the running instances
 */
public record NamesListed(
        Envelope envelope,
        @Nullable DnsName after,
        @Nullable DnsName upTo,
        List<Held> names) implements Event {
    public NamesListed {
        names = List.copyOf(names);
    }

    /**
     * A name and who has it.
     *
     * @param instanceId see {@link InstanceId}
     * @param dnsName its full name
     * @param address that it has now: its private one in the private zone
     * @param inPrivateZone whether it is the private zone that is to show it
     */
    public record Held(InstanceId instanceId, DnsName dnsName, String address, boolean inPrivateZone) {
        private static final String PRIVATE = "private";

        static Held read(JsonObject from) {
            return new Held(
                    Fields.checked(from, "instanceId", InstanceId::new),
                    Fields.checked(from, "dnsName", DnsName::new),
                    from.string("address"),
                    from.optionalString("zone").filter(PRIVATE::equals).isPresent());
        }

        JsonObject toJson() {
            return JsonObject.builder()
                    .put("instanceId", instanceId.value())
                    .put("dnsName", dnsName.value())
                    .put("address", address)
                    .put("zone", inPrivateZone ? PRIVATE : null)
                    .build();
        }
    }

    public static NamesListed read(JsonObject detail) {
        if (!detail.has("names")) {
            // No list is not an empty one.
            throw new Refusal("/names: missing, expected an array");
        }
        return new NamesListed(
                Envelope.read(detail),
                Fields.optional(detail, "after", DnsName::new),
                Fields.optional(detail, "upTo", DnsName::new),
                detail.objects("names").stream().map(Held::read).toList());
    }

    /** Whether it is this part's to say something of the name. */
    public boolean covers(DnsName name) {
        return (after == null || name.value().compareTo(after.value()) > 0)
                && (upTo == null || name.value().compareTo(upTo.value()) <= 0);
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("after", Fields.text(after))
                .put("upTo", Fields.text(upTo))
                .put(
                        "names",
                        new JsonArray(
                                List.copyOf(names.stream().map(Held::toJson).toList())))
                .build();
    }
}
