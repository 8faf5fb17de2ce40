package host.spore.spawn.functions.dns;

import org.junit.jupiter.api.AfterEach;

/** LocalStack: it lacks these calls; see {@link Route53Server}. */
class Route53VpcOwnerContractIT extends VpcOwnerContract {
    private final Route53Server server = new Route53Server();

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected VpcOwner subject() {
        return new Route53VpcOwner(server.client(Route53Server.VPC_ACCOUNT));
    }

    @Override
    protected String zoneId() {
        return Route53Server.ZONE;
    }

    @Override
    protected ZoneOwner zone() {
        return new Route53ZoneOwner(server.client(Route53Server.ZONE_ACCOUNT), Route53Server.ZONE);
    }
}
