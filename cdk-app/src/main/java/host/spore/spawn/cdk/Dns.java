package host.spore.spawn.cdk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.IEventBus;
import software.amazon.awscdk.services.route53.PublicHostedZone;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/** The zone, and the function that keeps its records. */
final class Dns extends Construct {
    private final PublicHostedZone zone;

    Dns(
            Construct scope,
            String id,
            JavaFunction.Platform platform,
            Settings settings,
            String domain,
            IEventBus bus,
            Queue undelivered) {
        super(scope, id);
        zone = PublicHostedZone.Builder.create(this, "Zone")
                .zoneName(domain)
                .comment("Names of instances, written by spawn")
                .build();
        var environment = new LinkedHashMap<String, String>();
        environment.put("SPAWN_DOMAIN", domain);
        environment.put("SPAWN_HOSTED_ZONE_ID", zone.getHostedZoneId());
        var permissions = new ArrayList<>(List.of(
                Allow.lookAtInstances(),
                Allow.to("KeepTheRecords", "route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets")
                        .on(zone.getHostedZoneArn())));
        settings.externalId()
                .filter(_ -> !settings.workloadAccounts().isEmpty())
                .ifPresent(externalId -> {
                    environment.put("SPAWN_WORKLOAD_ROLE_NAME", DnsReader.ROLE_NAME);
                    environment.put("SPAWN_EXTERNAL_ID", externalId);
                    permissions.add(Allow.to("LookAtInstancesOfWorkloads", "sts:AssumeRole")
                            .on(settings.workloadAccounts().stream()
                                    .map(account -> "arn:" + Aws.PARTITION + ":iam::" + account + ":role/"
                                            + DnsReader.ROLE_NAME)
                                    .toArray(String[]::new)));
                });
        var function = new JavaFunction(
                this,
                "Records",
                platform,
                new JavaFunction.Spec(
                        "spawn-dns",
                        "dns.DnsHandler",
                        "Keeps a record for each running instance that has a name",
                        Duration.seconds(60),
                        true,
                        undelivered,
                        environment,
                        permissions));
        var accounts = new ArrayList<>(List.of(Aws.ACCOUNT_ID));
        accounts.addAll(settings.workloadAccounts());
        new Routes(this).names(bus, function, accounts, undelivered);
    }

    String zoneId() {
        return zone.getHostedZoneId();
    }

    List<String> nameServers() {
        return Objects.requireNonNull(zone.getHostedZoneNameServers(), "a public zone of our own has name servers");
    }
}
