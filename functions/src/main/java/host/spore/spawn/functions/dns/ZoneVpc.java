package host.spore.spawn.functions.dns;

/**
 * A VPC that is to see a private zone.
 *
 * @param id for example {@code vpc-0a1b2c3d}
 * @param region where it is
 */
record ZoneVpc(String id, String region) {
    @Override
    public String toString() {
        return id + " in " + region;
    }
}
