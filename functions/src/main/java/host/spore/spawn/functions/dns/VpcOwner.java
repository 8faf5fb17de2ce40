package host.spore.spawn.functions.dns;

/** The account of a VPC. */
@FunctionalInterface
interface VpcOwner {
    /**
     * Has the VPC see the zone.
     *
     * @throws RuntimeException when it does already, or is not allowed to
     */
    void associate(String zoneId, ZoneVpc vpc);
}
