package host.spore.spawn.functions.dns;

import software.amazon.awssdk.services.route53.Route53Client;

/** {@link VpcOwner} in Route 53. */
record Route53VpcOwner(Route53Client route53) implements VpcOwner {
    @Override
    public void associate(String zoneId, ZoneVpc vpc) {
        route53.associateVPCWithHostedZone(
                request -> request.hostedZoneId(zoneId).vpc(Route53ZoneOwner.of(vpc)));
    }
}
