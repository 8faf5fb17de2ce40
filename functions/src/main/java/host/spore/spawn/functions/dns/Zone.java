package host.spore.spawn.functions.dns;

import host.spore.spawn.events.DnsName;

/** The hosted zone. */
interface Zone {
    NameRecords read(DnsName name);

    /**
     * Replaces the one by the other in one atomic batch: deletes exactly {@code old}, creates {@code fresh}; either may be
     * {@link NameRecords#NONE}.
     *
     * @return false when the zone refused, because {@code old} is not what stands there: read and decide again
     */
    boolean replace(DnsName name, NameRecords old, NameRecords fresh);
}
