package host.spore.spawn.functions.dns;

import static host.spore.spawn.functions.lambda.Log.field;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.CloudFormationCustomResourceEvent;
import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.custom.Answer;
import host.spore.spawn.functions.custom.CannotException;
import host.spore.spawn.functions.custom.Properties;
import host.spore.spawn.functions.dns.Zone.Replacement;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.Log;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.lambda.powertools.cloudformation.AbstractCustomResourceHandler;
import software.amazon.lambda.powertools.cloudformation.Response;

/**
 * Custom resource, one for each account whose instances have names in a zone ({@code Account}, {@code Domain}, {@code
 * HostedZoneId}): when the account is taken off the list, or the zone goes, its records go. Nobody would tell of them any
 * more, and a zone with records cannot be deleted.
 */
public final class MemberHandler extends AbstractCustomResourceHandler {
    /** A delivery of before may still be at work. */
    private static final int ROUNDS = 5;

    private static final int NAMED = 5;

    private final Function<String, Zone> zones;

    /** As Lambda makes it. */
    public MemberHandler() {
        this(new Clients(Environment.ofProcess()));
    }

    private MemberHandler(Clients clients) {
        this(zoneId -> new Route53Zone(clients.route53(), zoneId));
    }

    /** @param zones by their ids */
    MemberHandler(Function<String, Zone> zones) {
        this.zones = zones;
    }

    @Override
    protected Response create(CloudFormationCustomResourceEvent event, Context context) {
        return Answer.to(event, context, (properties, log) -> log.info("joined"));
    }

    @Override
    protected Response update(CloudFormationCustomResourceEvent event, Context context) {
        return Answer.to(event, context, (properties, log) -> log.info("stays"));
    }

    @Override
    protected Response delete(CloudFormationCustomResourceEvent event, Context context) {
        return Answer.to(event, context, this::leave);
    }

    private void leave(Properties properties, Log log) {
        AccountId account = new AccountId(properties.required("Account"));
        Zone zone = zones.apply(properties.required("HostedZoneId"));
        String domain = account.base36() + "." + properties.required("Domain");
        Map<DnsName, NameRecords> left = zone.owned(domain);
        for (int round = 0; round < ROUNDS && !left.isEmpty(); round++) {
            remove(zone, left);
            log.info("left", field("account", account), field("records", left.size()));
            left = zone.owned(domain);
        }
        if (!left.isEmpty()) {
            throw new CannotException("records of account " + account + " keep coming back, for example "
                    + left.keySet().stream().limit(NAMED).toList()
                    + ": see that no rule of spawn-infrastructure names the account any more, then deploy again");
        }
    }

    /** What has changed meanwhile is read again in the next round. */
    private static void remove(Zone zone, Map<DnsName, NameRecords> records) {
        List<Replacement> all = records.entrySet().stream()
                .map(entry -> new Replacement(entry.getKey(), entry.getValue(), NameRecords.NONE))
                .toList();
        for (int from = 0; from < all.size(); from += Zone.MOST_IN_A_BATCH) {
            zone.replace(all.subList(from, Math.min(all.size(), from + Zone.MOST_IN_A_BATCH)));
        }
    }
}
