package host.spore.spawn.functions.dns;

import host.spore.spawn.events.InstanceId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands under one name: the address, and whose it is; and for a member of an array under their common name.
 *
 * @param address the A record
 * @param owner the TXT record's text
 * @param common see {@link Common}
 */
record NameRecords(
        @Nullable ResourceRecord address, @Nullable ResourceRecord owner, Common common) {
    static final NameRecords NONE = new NameRecords(null, null);

    /** The members of an array share the name: see {@link CommonName}. */
    static final NameRecords OF_AN_ARRAY = foreign("the members of an array");

    private static final Pattern OWNER = Pattern.compile(
            "spawn instance=(?<instance>i-[0-9a-f]+) region=(?<region>[a-z0-9-]+)( since=(?<since>[0-9TZ:.-]+))?");

    /** Short, because an address lasts only until the next stop. */
    private static final long TTL_SECONDS = 60;

    NameRecords(@Nullable ResourceRecord address, @Nullable ResourceRecord owner) {
        this(address, owner, new Common.None());
    }

    /** What stands for a name under its {@link CommonName}. */
    sealed interface Common {
        /** Nothing. */
        record None() implements Common {}

        /** One of the addresses that it answers with. */
        record Member(ResourceRecord address) implements Common {}

        /** Nothing, nor can there be: an instance, or somebody else, has the name for itself. */
        record Taken() implements Common {}
    }

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

    /** The same, for a member of an array. */
    NameRecords shared() {
        return new NameRecords(address, owner, address == null ? common : new Common.Member(address));
    }

    /** The same, as far as it can be where this is: a common name that is taken stays so. */
    NameRecords besides(NameRecords there) {
        return there.common instanceof Common.Taken ? new NameRecords(address, owner, there.common) : this;
    }

    /** Its record under the common name. */
    @Nullable
    ResourceRecord member() {
        return switch (common) {
            case Common.None none -> null;
            case Common.Member(ResourceRecord record) -> record;
            case Common.Taken taken -> null;
        };
    }

    /** It is the common name of an array, and so no instance's. */
    boolean areOfAnArray() {
        return OF_AN_ARRAY.address != null && OF_AN_ARRAY.address.equals(address);
    }

    boolean isEmpty() {
        return hasNoneOfItsOwn() && member() == null;
    }

    /** What is left under the common name then is nobody's, for that one goes and comes with them. */
    boolean hasNoneOfItsOwn() {
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
