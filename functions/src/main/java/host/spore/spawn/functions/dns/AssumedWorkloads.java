package host.spore.spawn.functions.dns;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.ec2.Ec2Instances;
import host.spore.spawn.functions.ec2.Instances;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.model.StsException;

/** {@link Workloads} by STS: one account needs no role, others grant one that may only describe instances. */
final class AssumedWorkloads implements Workloads {
    private final Clients clients;
    private final String ownRegion;
    private final @Nullable String roleName;
    private final @Nullable String externalId;
    private final Map<String, Instances> ownByRegion = new ConcurrentHashMap<>();

    AssumedWorkloads(Clients clients, String ownRegion, @Nullable String roleName, @Nullable String externalId) {
        this.clients = clients;
        this.ownRegion = ownRegion;
        this.roleName = roleName;
        this.externalId = externalId;
        // The one that nearly every event needs; made before the first.
        ownByRegion.put(ownRegion, new Ec2Instances(clients.ec2()));
    }

    @Override
    public Instances of(AccountId account, String region, @Nullable String ownAccount) {
        if (ownAccount == null || account.value().equals(ownAccount)) {
            return ownByRegion.computeIfAbsent(
                    region, other -> new Ec2Instances(clients.in(other).ec2()));
        }
        if (roleName == null || externalId == null) {
            throw new IllegalStateException("an event of account " + account
                    + ", and SPAWN_WORKLOAD_ROLE_NAME and SPAWN_EXTERNAL_ID do not say how to look there");
        }
        String partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
        Clients there = assumed("arn:" + partition + ":iam::" + account + ":role/" + roleName, externalId, account);
        // Its credentials last an hour, so this one is not kept.
        return new Ec2Instances((region.equals(ownRegion) ? there : there.in(region)).ec2());
    }

    /** A role that is not there and one that does not trust us give the same answer. */
    private Clients assumed(String role, String saying, AccountId account) {
        try {
            return clients.as(role, "spawn-dns", saying);
        } catch (StsException failure) {
            if (failure.awsErrorDetails() != null
                    && "AccessDenied".equals(failure.awsErrorDetails().errorCode())) {
                throw new NotLetInException(account, failure);
            }
            throw failure;
        }
    }
}
