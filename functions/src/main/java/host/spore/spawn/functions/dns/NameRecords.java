package host.spore.spawn.functions.dns;

import host.spore.spawn.events.InstanceId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands under one name: the address, and whose it is.
 *
 * @param address the A record
 * @param owner the TXT record's text
 */
record NameRecords(
        @Nullable ResourceRecord address, @Nullable ResourceRecord owner) {
    static final NameRecords NONE = new NameRecords(null, null);

    private static final Pattern OWNER =
            Pattern.compile("spawn instance=(?<instance>i-[0-9a-f]+) region=(?<region>[a-z0-9-]+)");

    /** Short, because an address lasts only until the next stop. */
    private static final long TTL_SECONDS = 60;

    /** The records of an instance. */
    static NameRecords of(Owner owner, String address) {
        return new NameRecords(
                new ResourceRecord(TTL_SECONDS, address),
                new ResourceRecord(TTL_SECONDS, "spawn instance=" + owner.instance() + " region=" + owner.region()));
    }

    boolean isEmpty() {
        return address == null && owner == null;
    }

    /** Empty when there is none, or one that is not of our making. */
    Optional<Owner> readOwner() {
        if (owner == null) {
            return Optional.empty();
        }
        Matcher text = OWNER.matcher(owner.value());
        return text.matches()
                ? Optional.of(new Owner(new InstanceId(text.group("instance")), text.group("region")))
                : Optional.empty();
    }

    /**
     * One record of one value.
     *
     * @param ttlSeconds part of what Route 53 compares when it deletes
     * @param value an address, or a text without its quotes
     */
    record ResourceRecord(long ttlSeconds, String value) {}

    /**
     * Whose a name is.
     *
     * @param instance see {@link InstanceId}
     * @param region where it lives: only there can it be looked up
     */
    record Owner(InstanceId instance, String region) {}
}
