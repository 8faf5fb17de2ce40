package host.spore.spawn.cdk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.amazon.awscdk.services.events.IEventBus;
import software.amazon.awscdk.services.lambda.EventSourceMapping;
import software.amazon.awscdk.services.route53.HostedZone;
import software.amazon.awscdk.services.route53.PrivateHostedZone;
import software.amazon.awscdk.services.route53.PublicHostedZone;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** The zones, and the function that keeps their records. */
final class Dns extends Construct {
    private static final Duration LONGEST = Duration.seconds(30);

    /** More than an hour of a service that is down, at the two minutes and more between its later tries. */
    private static final int MOST_DELIVERIES = 40;

    private final Optional<PublicHostedZone> publicZone;
    private final Optional<PrivateHostedZone> privateZone;

    Dns(
            Construct scope,
            String id,
            JavaFunction.Platform platform,
            Settings settings,
            IEventBus bus,
            Queue undelivered) {
        super(scope, id);
        publicZone = settings.domain()
                .map(domain -> PublicHostedZone.Builder.create(this, "Zone")
                        .zoneName(domain)
                        .comment("Names of instances, written by spawn")
                        .build());
        privateZone = settings.privateDomain()
                .map(domain -> PrivateHostedZone.Builder.create(this, "PrivateZone")
                        .zoneName(domain)
                        .comment("Names of instances in their VPCs, written by spawn")
                        .vpc(vpc(settings))
                        .build());
        var zones = Stream.concat(publicZone.stream(), privateZone.stream())
                .map(HostedZone.class::cast)
                .toList();
        var zoneArns = zones.stream().map(HostedZone::getHostedZoneArn).toArray(String[]::new);
        var changes = changes(undelivered);
        var environment = new LinkedHashMap<String, String>();
        environment.put("SPAWN_STATE_CHANGES_URL", changes.getQueueUrl());
        publicZone.ifPresent(zone -> {
            environment.put("SPAWN_DOMAIN", zone.getZoneName());
            environment.put("SPAWN_HOSTED_ZONE_ID", zone.getHostedZoneId());
        });
        privateZone.ifPresent(zone -> {
            environment.put("SPAWN_INTERNAL_DOMAIN", zone.getZoneName());
            environment.put("SPAWN_INTERNAL_ZONE_ID", zone.getHostedZoneId());
        });
        var permissions = new ArrayList<>(List.of(
                Allow.lookAtInstances(),
                Allow.toTellOfRefusedNames(),
                Allow.to("KeepTheRecords", "route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets")
                        .on(zoneArns),
                Allow.to("ReadTheStateChanges", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
                        .on(changes.getQueueArn()),
                Allow.to("HaveThemComeAgain", "sqs:ChangeMessageVisibility").on(changes.getQueueArn())));
        settings.externalId()
                .filter(_ -> !settings.workloadAccounts().isEmpty())
                .ifPresent(externalId -> {
                    environment.put("SPAWN_WORKLOAD_ROLE_NAME", DnsReader.ROLE_NAME);
                    environment.put("SPAWN_EXTERNAL_ID", externalId);
                    environment.put("SPAWN_WORKLOAD_ACCOUNTS", String.join(",", settings.workloadAccounts()));
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
                        LONGEST,
                        true,
                        null,
                        environment,
                        permissions));
        var accounts = new ArrayList<>(List.of(Aws.ACCOUNT_ID));
        accounts.addAll(settings.workloadAccounts());
        new Routes(this).names(bus, changes, accounts, undelivered);
        var mapping = EventSourceMapping.Builder.create(this, "StateChanges")
                .target(function.callable())
                .eventSourceArn(changes.getQueueArn())
                // No window: a single event does not wait for others, and a burst fills its batches by itself. More
                // than
                // ten would need a window of a second:
                // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
                .batchSize(10)
                // The fewest there can be. Route 53 takes five calls a second of an account, and a batch needs two:
                // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html
                .maxConcurrency(2)
                .reportBatchItemFailures(true)
                .build();
        privateZone
                .filter(_ -> !settings.workloadVpcs().isEmpty())
                .ifPresent(zone -> new SharedZone(
                        this,
                        "SharedZone",
                        platform,
                        zone,
                        settings.workloadVpcs(),
                        settings.externalId().orElseThrow()));
        var members = new Members(this, "Members", platform, zones, settings.workloadAccounts());
        // Before an account's records go, nobody puts any more.
        for (var feeding :
                List.of(mapping, getNode().findChild("Names"), getNode().findChild("ObservedNames"))) {
            feeding.getNode().addDependency(members);
        }
    }

    /** Where state changes wait: for one another in a burst, for a Route 53 that is busy, and to be looked into again. */
    private Queue changes(Queue undelivered) {
        return Queue.Builder.create(this, "Changes")
                .queueName("spawn-state-changes")
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                // Six times the function's time:
                // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
                .visibilityTimeout(Duration.seconds(6 * LONGEST.toSeconds().intValue()))
                .retentionPeriod(Duration.days(1))
                .deadLetterQueue(DeadLetterQueue.builder()
                        .queue(undelivered)
                        .maxReceiveCount(MOST_DELIVERIES)
                        .build())
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
    }

    /** It is in the account, and nothing else of it is asked for. */
    private IVpc vpc(Settings settings) {
        return Vpc.fromVpcAttributes(
                this,
                "PrivateZoneVpc",
                VpcAttributes.builder()
                        .vpcId(settings.privateZoneVpcId().or(settings::vpcId).orElseThrow())
                        .availabilityZones(List.of("any"))
                        .build());
    }

    Optional<PublicHostedZone> publicZone() {
        return publicZone;
    }

    Optional<PrivateHostedZone> privateZone() {
        return privateZone;
    }

    static List<String> nameServers(PublicHostedZone zone) {
        return Objects.requireNonNull(zone.getHostedZoneNameServers(), "a public zone of our own has name servers");
    }
}
