package host.spore.spawn.cdk;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CustomResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.route53.PublicHostedZone;
import software.constructs.Construct;

/**
 * One resource for each account whose instances have names: it goes when the account is taken off the list, and takes the
 * account's records with it. The own account has one, too, since a zone with records cannot be deleted.
 */
final class Members extends Construct {
    Members(
            Construct scope,
            String id,
            JavaFunction.Platform platform,
            PublicHostedZone zone,
            String domain,
            List<String> others) {
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
                                .on(zone.getHostedZoneArn()))));
        member("Own", function, Aws.ACCOUNT_ID, zone, domain);
        others.forEach(account -> member("Of" + account, function, account, zone, domain));
    }

    private void member(String id, JavaFunction function, String account, PublicHostedZone zone, String domain) {
        CustomResource.Builder.create(this, id)
                .serviceToken(function.serviceToken())
                .resourceType("Custom::SpawnMember")
                .properties(new TreeMap<>(
                        Map.of("Account", account, "Domain", domain, "HostedZoneId", zone.getHostedZoneId())))
                .build();
    }
}
