package host.spore.spawn.functions.dns;

import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.NoSuchHostedZoneException;
import software.amazon.awssdk.services.route53.model.VPC;
import software.amazon.awssdk.services.route53.model.VpcAssociationAuthorizationNotFoundException;
import software.amazon.awssdk.services.route53.model.VpcAssociationNotFoundException;

/** {@link ZoneOwner} in Route 53. */
final class Route53ZoneOwner implements ZoneOwner {
    private final Route53Client route53;
    private final String zoneId;

    Route53ZoneOwner(Route53Client route53, String zoneId) {
        this.route53 = route53;
        this.zoneId = zoneId;
    }

    @Override
    public boolean isSeenBy(ZoneVpc vpc) {
        return route53.getHostedZone(request -> request.id(zoneId)).vpCs().contains(of(vpc));
    }

    @Override
    public void authorize(ZoneVpc vpc) {
        route53.createVPCAssociationAuthorization(
                request -> request.hostedZoneId(zoneId).vpc(of(vpc)));
    }

    @Override
    public void deauthorize(ZoneVpc vpc) {
        try {
            route53.deleteVPCAssociationAuthorization(
                    request -> request.hostedZoneId(zoneId).vpc(of(vpc)));
        } catch (VpcAssociationAuthorizationNotFoundException none) {
            // As it is to be.
        }
    }

    @Override
    public void disassociate(ZoneVpc vpc) {
        try {
            route53.disassociateVPCFromHostedZone(
                    request -> request.hostedZoneId(zoneId).vpc(of(vpc)));
        } catch (VpcAssociationNotFoundException | NoSuchHostedZoneException none) {
            // As it is to be.
        }
    }

    static VPC of(ZoneVpc vpc) {
        return VPC.builder().vpcId(vpc.id()).vpcRegion(vpc.region()).build();
    }
}
