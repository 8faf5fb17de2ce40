package host.spore.spawn.functions.dns;

import static host.spore.spawn.functions.lambda.Log.field;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.CloudFormationCustomResourceEvent;
import host.spore.spawn.events.AccountId;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.custom.Answer;
import host.spore.spawn.functions.custom.Properties;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.Log;
import java.util.function.Function;
import software.amazon.lambda.powertools.cloudformation.AbstractCustomResourceHandler;
import software.amazon.lambda.powertools.cloudformation.Response;

/**
 * Custom resource, one for each VPC of another account that is to see the private zone ({@code Account}, {@code RoleArn},
 * {@code VpcId}, {@code VpcRegion}, {@code HostedZoneId}). AWS wants three calls: the zone's account authorizes, the VPC's
 * account associates, the zone's account takes the authorization back, since whoever has one may use it again.
 *
 * <p>Deletion needs the zone's account alone, so that a workload that is gone with its role does not hold it up.
 *
 * @see <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-associate-vpcs-different-accounts.html">
 *     VPCs of other accounts</a>
 */
public final class ZoneVpcHandler extends AbstractCustomResourceHandler {
    private final Function<String, ZoneOwner> zones;
    private final Function<String, VpcOwner> accounts;

    /** As Lambda makes it. */
    public ZoneVpcHandler() {
        this(Environment.ofProcess());
    }

    private ZoneVpcHandler(Environment environment) {
        this(new Clients(environment), environment.required("SPAWN_EXTERNAL_ID"));
    }

    private ZoneVpcHandler(Clients clients, String externalId) {
        this(
                zoneId -> new Route53ZoneOwner(clients.route53(), zoneId),
                role -> new Route53VpcOwner(
                        clients.as(role, "spawn-zone-vpc", externalId).route53()));
    }

    /**
     * @param zones by their ids
     * @param accounts by the ARN of the role that lets us act for them
     */
    ZoneVpcHandler(Function<String, ZoneOwner> zones, Function<String, VpcOwner> accounts) {
        this.zones = zones;
        this.accounts = accounts;
    }

    @Override
    protected Response create(CloudFormationCustomResourceEvent event, Context context) {
        return Answer.to(event, context, this::share);
    }

    @Override
    protected Response update(CloudFormationCustomResourceEvent event, Context context) {
        return Answer.to(event, context, this::share);
    }

    @Override
    protected Response delete(CloudFormationCustomResourceEvent event, Context context) {
        return Answer.to(event, context, this::withdraw);
    }

    private void share(Properties properties, Log log) {
        AccountId account = new AccountId(properties.required("Account"));
        String zoneId = properties.required("HostedZoneId");
        ZoneVpc vpc = vpc(properties);
        ZoneOwner zone = zones.apply(zoneId);
        if (zone.isSeenBy(vpc)) {
            // What a try before this one may have left.
            zone.deauthorize(vpc);
            log.info("seen already", field("account", account), field("vpc", vpc));
            return;
        }
        zone.authorize(vpc);
        try {
            accounts.apply(properties.required("RoleArn")).associate(zoneId, vpc);
        } catch (RuntimeException failure) {
            takeBack(zone, vpc, failure);
            throw failure;
        }
        zone.deauthorize(vpc);
        log.info("seen", field("account", account), field("vpc", vpc));
    }

    /** What went wrong first is what is told. */
    private static void takeBack(ZoneOwner zone, ZoneVpc vpc, RuntimeException failure) {
        try {
            zone.deauthorize(vpc);
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private void withdraw(Properties properties, Log log) {
        ZoneVpc vpc = vpc(properties);
        ZoneOwner zone = zones.apply(properties.required("HostedZoneId"));
        zone.disassociate(vpc);
        log.info("seen no more", field("vpc", vpc));
    }

    private static ZoneVpc vpc(Properties properties) {
        return new ZoneVpc(properties.required("VpcId"), properties.required("VpcRegion"));
    }
}
