package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.Name;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** A name that an instance in another region has stays there, and the launch says so. */
class RefusedNameIT {
    private static final Duration SOON = Duration.ofMinutes(2);

    private final Cloud cloud = Cloud.get();

    @Test
    void aLaunchIsReadyAndSaysWhyItsNameHasNoRecord() {
        // Given
        String name = cloud.newName("refused");
        String account = cloud.setting("AWS_ACCESS_KEY_ID");
        String record = DnsName.of(new Name(name), new AccountId(account), cloud.setting("SPAWN_DOMAIN"))
                .value();
        try (Ec2Client elsewhere = cloud.ec2(account, "eu-west-1")) {
            String holder = elsewhere
                    .runInstances(request -> request.imageId("ami-12345678")
                            .instanceType(InstanceType.T3_MICRO)
                            .minCount(1)
                            .maxCount(1))
                    .instances()
                    .getFirst()
                    .instanceId();
            List<Change> theirs = List.of(
                    of(ChangeAction.CREATE, record, RRType.A, "203.0.113.99"),
                    of(
                            ChangeAction.CREATE,
                            record,
                            RRType.TXT,
                            "\"spawn instance=" + holder + " region=eu-west-1 since=2026-01-01T00:00:00Z\""));
            change(theirs);

            // When
            String id = cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "10m");
            Heard ready = cloud.tap.await(
                    "InstanceReady",
                    SOON,
                    heard -> heard.answers(id) && heard.type().equals("InstanceReady"));

            // Then
            assertThat(ready.detail().string("dnsRefused")).isEqualTo("an instance in eu-west-1 has the name");
            assertThat(ready.detail().has("dnsName")).isFalse();
            cloud.accepted("terminate", name);
            elsewhere.terminateInstances(request -> request.instanceIds(holder));
            change(theirs.stream()
                    .map(one -> one.toBuilder().action(ChangeAction.DELETE).build())
                    .toList());
        }
    }

    private void change(List<Change> changes) {
        String zone = cloud.dns.listHostedZones().hostedZones().stream()
                .filter(hosted -> hosted.name().equals(cloud.setting("SPAWN_DOMAIN") + "."))
                .map(HostedZone::id)
                .findFirst()
                .orElseThrow();
        cloud.dns.changeResourceRecordSets(
                request -> request.hostedZoneId(zone).changeBatch(batch -> batch.changes(changes)));
    }

    private static Change of(ChangeAction action, String name, RRType type, String value) {
        return Change.builder()
                .action(action)
                .resourceRecordSet(ResourceRecordSet.builder()
                        .name(name + ".")
                        .type(type)
                        .ttl(60L)
                        .resourceRecords(ResourceRecord.builder().value(value).build())
                        .build())
                .build();
    }
}
