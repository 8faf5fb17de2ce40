package host.spore.spawn.functions.dns;

/** A private zone, as the account sees it that has made it. Everything may be asked again: nothing happens twice. */
interface ZoneOwner {
    boolean isSeenBy(ZoneVpc vpc);

    /** Lets the VPC's account associate it; that account alone can. */
    void authorize(ZoneVpc vpc);

    /** Takes that back; what is associated stays so. One that was not given is no error. */
    void deauthorize(ZoneVpc vpc);

    /** The VPC sees the zone no more. One that does not see it, and a zone that is gone, are no error. */
    void disassociate(ZoneVpc vpc);
}
