package host.spore.spawn.functions.dns;

import host.spore.spawn.events.DnsName;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The hosted zone. Route 53 takes five calls a second of an account, so each of these is for many names at once. */
interface Zone {
    /**
     * The most names of one batch. Six changes for each, whose values come to 250 characters; Route 53 takes 1,000
     * changes and 32,000 characters.
     *
     * @see <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html">quotas</a>
     */
    int MOST_IN_A_BATCH = 100;

    /** @return what stands under each of them, {@link NameRecords#NONE} included */
    Map<DnsName, NameRecords> read(Set<DnsName> names);

    /** @return the names in this domain that have an owner, with their records */
    Map<DnsName, NameRecords> owned(String domain);

    /**
     * Replaces each in one atomic batch, its record under the {@link CommonName} included: deletes exactly what is old, creates
     * what is fresh; either may be {@link NameRecords#NONE}.
     *
     * @return false when the zone refused all of them, because one of the old is not what stands there
     */
    boolean replace(List<Replacement> all);

    /** One name's part of a batch. */
    record Replacement(DnsName name, NameRecords old, NameRecords fresh) {}
}
