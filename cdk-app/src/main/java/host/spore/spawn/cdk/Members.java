package host.spore.spawn.cdk;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CustomResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.route53.HostedZone;
import software.amazon.awscdk.services.route53.PrivateHostedZone;
import software.constructs.Construct;

/**
 * One resource for each account and zone: it goes when the account is taken off the list, and takes the
 * account's records with it. The own account has one, too, since a zone with records cannot be deleted.
 */
final class Members extends Construct {
    Members(Construct scope, String id, JavaFunction.Platform platform, List<HostedZone> zones, List<String> others) {
        super(scope, id);
        var function = new JavaFunction(
                this,
                "Leave",
                platform,
                new JavaFunction.Spec(
                        "spawn-dns-member",
                        "dns.MemberHandler",
                        "Removes the records of an account that leaves",
                        Duration.minutes(2),
                        false,
                        null,
                        Map.of(),
                        List.of(Allow.to(
                                        "RemoveWhatIsLeft",
                                        "route53:ChangeResourceRecordSets",
                                        "route53:ListResourceRecordSets")
                                .on(zones.stream()
                                        .map(HostedZone::getHostedZoneArn)
                                        .toArray(String[]::new)))));
        for (HostedZone zone : zones) {
            String suffix = zone instanceof PrivateHostedZone ? "Private" : "";
            member("Own" + suffix, function, Aws.ACCOUNT_ID, zone);
            others.forEach(account -> member("Of" + account + suffix, function, account, zone));
        }
    }

    private void member(String id, JavaFunction function, String account, HostedZone zone) {
        CustomResource.Builder.create(this, id)
                .serviceToken(function.serviceToken())
                .resourceType("Custom::SpawnMember")
                .properties(new TreeMap<>(Map.of(
                        "Account", account, "Domain", zone.getZoneName(), "HostedZoneId", zone.getHostedZoneId())))
                .build();
    }
}
