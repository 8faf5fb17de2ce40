package host.spore.spawn.cdk;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.iam.AccountPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.Code;
import software.constructs.Construct;

/** What all accounts share: the agent's archive, the zone, and the bus on which EC2's events reach it. */
public final class SpawnInfrastructure extends Stack {
    static final String BUS = "spawn-infrastructure";

    SpawnInfrastructure(Construct scope, String id, StackProps properties, Settings settings, Artefacts artefacts) {
        super(scope, id, properties);
        var platform = new JavaFunction.Platform(
                Code.fromAsset(artefacts.functions().toString()), settings.architecture(), settings.snapStart());
        var alarms = new Alarms(this, "Alarms", "spawn-infrastructure-alarms");
        var bus = EventBus.Builder.create(this, "Bus")
                .eventBusName(BUS)
                .description("State changes of instances of every account of spawn")
                .build();
        if (!settings.workloadAccounts().isEmpty()) {
            bus.addToResourcePolicy(PolicyStatement.Builder.create()
                    .sid("StateChangesOfWorkloadAccounts")
                    .effect(Effect.ALLOW)
                    .principals(settings.workloadAccounts().stream()
                            .map(AccountPrincipal::new)
                            .toList())
                    .actions(List.of("events:PutEvents"))
                    .resources(List.of(bus.getEventBusArn()))
                    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-permissions.html
                    .conditions(Map.of("StringEquals", Map.of("events:source", List.of("aws.ec2", "spawn.control"))))
                    .build());
        }
        var binaries = new Binaries(this, "Binaries", platform, artefacts, settings.workloadAccounts());
        if (settings.domain().isPresent() || settings.privateDomain().isPresent()) {
            var undelivered = Undelivered.queue(this, "Undelivered", "spawn-infrastructure-undelivered");
            alarms.whenNotEmpty(
                    "UndeliveredNotEmpty",
                    undelivered,
                    1,
                    "A state change did not become a record; read the messages of spawn-infrastructure-undelivered"
                            + " and the log of the function spawn-dns.",
                    "a-state-change-did-not-become-a-record");
            var dns = new Dns(this, "Dns", platform, settings, bus, undelivered);
            dns.publicZone().ifPresent(zone -> {
                output("HostedZoneId", zone.getHostedZoneId(), "Zone of the instances' names");
                output(
                        "NameServers",
                        Fn.join(" ", Dns.nameServers(zone)),
                        "Delegate the domain to these name servers at your registrar");
            });
            dns.privateZone()
                    .ifPresent(zone -> output(
                            "PrivateHostedZoneId",
                            zone.getHostedZoneId(),
                            "Give it to workload stacks of other accounts"));
        }
        output("InfrastructureBusArn", bus.getEventBusArn(), "Give it to workload stacks of other accounts");
        output("BinariesBucket", binaries.bucket().getBucketName(), "Give it to workload stacks of other accounts");
        output("AlarmTopicArn", alarms.topic().getTopicArn(), "Subscribe to hear the alarms of this stack");
        SpawnStacks.tag(this);
    }

    private void output(String name, String value, String description) {
        CfnOutput.Builder.create(this, name)
                .value(value)
                .description(description)
                .build();
    }
}
