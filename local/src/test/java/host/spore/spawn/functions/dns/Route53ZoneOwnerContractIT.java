package host.spore.spawn.functions.dns;

import org.junit.jupiter.api.AfterEach;

/** LocalStack: it lacks these calls; see {@link Route53Server}. */
class Route53ZoneOwnerContractIT extends ZoneOwnerContract {
    private final Route53Server server = new Route53Server();

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected ZoneOwner subject() {
        return new Route53ZoneOwner(server.client(Route53Server.ZONE_ACCOUNT), Route53Server.ZONE);
    }

    @Override
    protected void associate(ZoneVpc vpc) {
        new Route53VpcOwner(server.client(Route53Server.VPC_ACCOUNT)).associate(Route53Server.ZONE, vpc);
    }

    @Override
    protected void deleteZone() {
        server.deleteZone();
    }
}
