package host.spore.spawn.functions.dns;

import host.spore.spawn.events.InstanceId;
import java.time.DateTimeException;
import java.time.Instant;
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

    private static final Pattern OWNER = Pattern.compile(
            "spawn instance=(?<instance>i-[0-9a-f]+) region=(?<region>[a-z0-9-]+)( since=(?<since>[0-9TZ:.-]+))?");

    /** Short, because an address lasts only until the next stop. */
    private static final long TTL_SECONDS = 60;

    /** The records of an instance. */
    static NameRecords of(Owner owner, String address) {
        return new NameRecords(
                new ResourceRecord(TTL_SECONDS, address),
                new ResourceRecord(
                        TTL_SECONDS,
                        "spawn instance=" + owner.instance() + " region=" + owner.region() + " since="
                                + owner.since()));
    }

    /** There is something, and it is not of our making: neither to be replaced nor to be removed. */
    static NameRecords foreign(String shown) {
        return new NameRecords(new ResourceRecord(0, shown), null);
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
        if (!text.matches()) {
            return Optional.empty();
        }
        try {
            String since = text.group("since");
            return Optional.of(new Owner(
                    new InstanceId(text.group("instance")),
                    text.group("region"),
                    // What was written before records said it is older than anything.
                    since == null ? Instant.EPOCH : Instant.parse(since)));
        } catch (DateTimeException | IllegalArgumentException byHand) {
            return Optional.empty();
        }
    }

    /** Whether they are this instance's, of whatever start. */
    boolean areOf(Owner self) {
        return readOwner().filter(self::isSameInstance).isPresent();
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
     * @param since its last start, which is the record's version: what EC2 or an event says of an earlier time is older
     *     than the record
     */
    record Owner(InstanceId instance, String region, Instant since) {
        boolean isSameInstance(Owner other) {
            return instance.equals(other.instance) && region.equals(other.region);
        }
    }
}
