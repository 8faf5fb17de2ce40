package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.InstanceObserved;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.NamesListed;
import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/**
 * One account keeps the names and the agent's archive, two others have the instances; wired by parameters alone, by the
 * commands of docs/accounts.md. None of them is the account of the tests beside it.
 */
@Execution(ExecutionMode.CONCURRENT)
class AccountsIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String STATE_CHANGE = "EC2 Instance State-change Notification";
    private static final String DOMAIN = "example.org";
    private static final String INSIDE = "internal.example.org";
    private static final String NAMELESS = "left: no instance of spawn with a name";

    private final Cloud cloud = Cloud.get();
    private final Account infrastructure = new Account(cloud, "111111111111");
    private final Account one = new Account(cloud, "222222222222");
    private final Account other = new Account(cloud, "333333333333");
    private final Route53Client zones = cloud.client(Route53Client.builder(), "111111111111");
    private final SqsClient queues = cloud.client(SqsClient.builder(), "111111111111");
    private final CloudWatchLogsClient logs = cloud.client(CloudWatchLogsClient.builder(), "111111111111");

    @Test
    void twoAccountsHaveTheSameNameAndNeitherTouchesTheOthersNorLeavesAnything() {
        try (infrastructure;
                one;
                other) {
            // Given
            List<Map<String, String>> deployed = sideBySide(List.of(
                    () -> {
                        infrastructure.bootstrap();
                        return infrastructure.deploy("SpawnInfrastructure", keeping(one, other));
                    },
                    () -> bootstrapped(one),
                    () -> bootstrapped(other)));
            Map<String, String> outputs = deployed.getFirst();
            Map<String, String> workload = ofWorkload(outputs);
            List<Cloud> joined = sideBySide(List.of(() -> joined(one, workload), () -> joined(other, workload)));
            Cloud first = joined.getFirst();
            Cloud second = joined.getLast();

            // When
            String firstId =
                    first.accepted("launch", "twin", "--instance-type", "t3.micro", "--ttl", "1h", "--dns", "both");
            String insideId = first.accepted(
                    "launch", "inside", "--instance-type", "t3.micro", "--ttl", "1h", "--dns", "private");
            String secondId = second.accepted("launch", "twin", "--instance-type", "t3.micro", "--ttl", "1h");
            Heard firstReady = ready(first, firstId);
            Heard insideReady = ready(first, insideId);
            Heard secondReady = ready(second, secondId);

            // Then: each under its own, with its own address; each runs the agent of the first account's bucket
            DnsName firstName = name(one, "twin");
            DnsName secondName = name(other, "twin");
            assertThat(firstReady.detail().string("dnsName")).isEqualTo("twin.2u35dg26.example.org");
            assertThat(secondReady.detail().string("dnsName")).isEqualTo(secondName.value());
            String firstInstance = firstReady.detail().string("instanceId");
            String secondInstance = secondReady.detail().string("instanceId");
            String firstAddress = first.describe(firstInstance).publicIpAddress();
            shows(firstName, firstAddress);
            shows(secondName, second.describe(secondInstance).publicIpAddress());
            shows(
                    DnsName.of(new Name("twin"), one.id(), INSIDE),
                    first.describe(firstInstance).privateIpAddress());
            assertThat(records(other.id().base36() + "." + INSIDE)).isEmpty();
            shows(
                    DnsName.of(new Name("inside"), one.id(), INSIDE),
                    first.describe(insideReady.detail().string("instanceId")).privateIpAddress());
            assertThat(records(name(one, "inside").value())).isEmpty();
            assertThat(archiveAsSeenBy(one, out(outputs, "BinariesBucket"))).isPositive();

            // When: the second claims what it can of the first's, where its events are forwarded, and past that
            String bus = out(outputs, "InfrastructureBusArn");
            long nameless = said(NAMELESS);
            for (String where : List.of("", bus)) {
                publish(other, where.isEmpty() ? "default" : where, "aws.ec2", STATE_CHANGE, ended(firstInstance));
                publish(
                        other,
                        where.isEmpty() ? "spawn" : where,
                        "spawn.control",
                        "InstanceObserved",
                        observed(firstInstance, firstName));
                publish(
                        other,
                        where.isEmpty() ? "spawn" : where,
                        "spawn.control",
                        "NamesListed",
                        stolen(secondInstance, firstName));
            }
            // Nobody's account, past the rules as well
            deliver("444444444444", ended(firstInstance));
            deliver("444444444444", ended(secondInstance));

            // Then: all of it was heard, and did nothing
            Await.until(
                    "all of it is taken",
                    SOON,
                    // EC2's own event by both ways, in both zones: the second's EC2 knows no such instance.
                    () -> said(NAMELESS) >= nameless + 4
                            && said("refused: the name is not under "
                                            + other.id().base36() + "." + DOMAIN)
                                    >= 2
                            && said("refused: account 444444444444 has no names here") >= 2
                            && waiting() == 0);
            shows(firstName, firstAddress);
            shows(secondName, second.describe(secondInstance).publicIpAddress());

            // When: the second leaves, and an event of the past was lost
            leaveBehind(name(other, "ghost"));
            second.parameters.putParameter(request -> request.name("/spawn/on-destroy")
                    .value("end-instances")
                    .type(ParameterType.STRING)
                    .overwrite(true));
            other.destroy(workload);

            // Then
            Await.until("its records are gone", SOON, () -> records(other).isEmpty());
            shows(firstName, firstAddress);

            // When: the first is taken off the list, alive as its instance is
            infrastructure.deploy("SpawnInfrastructure", keeping(other));

            // Then: and its events count no more
            assertThat(records(one)).isEmpty();
            assertThat(first.describe(firstInstance).publicIpAddress()).isEqualTo(firstAddress);
            publish(one, "default", "aws.ec2", STATE_CHANGE, state(firstInstance, "running"));
            publish(one, bus, "aws.ec2", STATE_CHANGE, state(firstInstance, "running"));
            deliver("222222222222", state(firstInstance, "running"));
            Await.until(
                    "it is refused",
                    SOON,
                    () -> said("refused: account 222222222222 has no names here") >= 1 && waiting() == 0);
            assertThat(records(one)).isEmpty();

            // When: all goes, with what is left
            first.parameters.putParameter(request -> request.name("/spawn/on-destroy")
                    .value("end-instances")
                    .type(ParameterType.STRING)
                    .overwrite(true));
            one.destroy(workload);
            leaveBehind(name(other, "ghost"));
            leaveBehind(name(infrastructure, "ghost"));
            infrastructure.destroy(keeping(other));

            // Then: a zone with records would have stayed
            assertThat(zones.listHostedZones().hostedZones()).isEmpty();
        }
    }

    private Map<String, String> keeping(Account... workloads) {
        Map<String, String> context = of(workloads);
        try (Ec2Client ec2 = cloud.ec2(infrastructure.id().value(), cloud.setting("AWS_REGION"))) {
            context.put("privateZoneVpcId", ec2.describeVpcs().vpcs().getFirst().vpcId());
        }
        return context;
    }

    /** What needs nothing of each other is done at once. */
    private static <T> List<T> sideBySide(List<Callable<T>> work) {
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> done = new ArrayList<>();
            for (Future<T> one : each.invokeAll(work)) {
                done.add(one.get());
            }
            return done;
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static Map<String, String> bootstrapped(Account account) {
        account.bootstrap();
        return Map.of();
    }

    private Cloud joined(Account account, Map<String, String> workload) {
        account.deploy("--all", workload);
        account.runInstances();
        return cloud.as(account.id().value());
    }

    private static Map<String, String> of(Account... workloads) {
        Map<String, String> context = new LinkedHashMap<>(common());
        context.put(
                "workloadAccounts",
                String.join(
                        ",",
                        List.of(workloads).stream()
                                .map(account -> account.id().value())
                                .toList()));
        return context;
    }

    private static Map<String, String> ofWorkload(Map<String, String> outputs) {
        Map<String, String> context = new LinkedHashMap<>(common());
        context.put("infrastructureBusArn", out(outputs, "InfrastructureBusArn"));
        context.put("binariesBucket", out(outputs, "BinariesBucket"));
        return context;
    }

    private static String out(Map<String, String> outputs, String name) {
        return Optional.ofNullable(outputs.get(name)).orElseThrow();
    }

    private static Map<String, String> common() {
        Map<String, String> context = new LinkedHashMap<>();
        context.put("domain", DOMAIN);
        context.put("privateDomain", INSIDE);
        context.put("externalId", "an-agreed-word");
        // LocalStack: it has no schema registry.
        context.put("eventSchemas", "false");
        return context;
    }

    private static Heard ready(Cloud of, String id) {
        return of.tap.await(
                "InstanceReady",
                SOON,
                heard -> heard.answers(id) && heard.type().equals("InstanceReady"));
    }

    private static DnsName name(Account account, String name) {
        return DnsName.of(new Name(name), account.id(), DOMAIN);
    }

    private void shows(DnsName name, String address) {
        Await.until(
                "the record of " + name,
                SOON,
                () -> records(name.value()).stream()
                        .filter(record -> record.type() == RRType.A)
                        .flatMap(record -> record.resourceRecords().stream())
                        .map(ResourceRecord::value)
                        .toList()
                        .equals(List.of(address)));
    }

    /** In both zones. */
    private List<ResourceRecordSet> records(Account of) {
        String label = of.id().base36() + ".";
        return Stream.concat(records(label + DOMAIN).stream(), records(label + INSIDE).stream())
                .toList();
    }

    /** Of a name, or below it. */
    private List<ResourceRecordSet> records(String under) {
        return zones
                .listResourceRecordSetsPaginator(request -> request.hostedZoneId(zoneOf(under)))
                .resourceRecordSets()
                .stream()
                .filter(record -> ("." + record.name()).endsWith("." + under + "."))
                .toList();
    }

    private String zoneOf(String name) {
        String domain = name.endsWith("." + INSIDE) ? INSIDE : DOMAIN;
        return zones.listHostedZones().hostedZones().stream()
                .filter(zone -> zone.name().equals(domain + "."))
                .map(HostedZone::id)
                .findFirst()
                .orElseThrow();
    }

    /** The record of an instance that ended when nobody heard it. */
    private void leaveBehind(DnsName name) {
        List<Change> changes = List.of(
                created(name, RRType.A, "203.0.113.66"),
                created(
                        name,
                        RRType.TXT,
                        "\"spawn instance=i-0123456789abcdef0 region=us-east-1 since=2026-01-01T00:00:00Z\""));
        zones.changeResourceRecordSets(
                request -> request.hostedZoneId(zoneOf(name.value())).changeBatch(batch -> batch.changes(changes)));
    }

    private static Change created(DnsName name, RRType type, String value) {
        return Change.builder()
                .action(ChangeAction.CREATE)
                .resourceRecordSet(set -> set.name(name + ".")
                        .type(type)
                        .ttl(60L)
                        .resourceRecords(ResourceRecord.builder().value(value).build()))
                .build();
    }

    private long archiveAsSeenBy(Account account, String bucket) {
        try (S3Client objects = cloud.client(
                S3Client.builder().forcePathStyle(true), account.id().value())) {
            String key = objects.listObjectsV2(request -> request.bucket(bucket).prefix("spored/"))
                    .contents()
                    .getFirst()
                    .key();
            return objects.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                    .asByteArray()
                    .length;
        }
    }

    private void publish(Account from, String bus, String source, String type, JsonObject detail) {
        try (EventBridgeClient events =
                cloud.client(EventBridgeClient.builder(), from.id().value())) {
            assertThat(events.putEvents(request -> request.entries(PutEventsRequestEntry.builder()
                                    .eventBusName(bus)
                                    .source(source)
                                    .detailType(type)
                                    .detail(detail.toString())
                                    .build()))
                            .failedEntryCount())
                    .isZero();
        }
    }

    /** Into the queue of the function, as if the rules had let it through. */
    private void deliver(String account, JsonObject detail) {
        JsonObject event = JsonObject.builder()
                .put("source", "aws.ec2")
                .put("detail-type", STATE_CHANGE)
                .put("account", account)
                .put("region", cloud.setting("AWS_REGION"))
                .put("time", Instant.now().toString())
                .put("detail", detail)
                .build();
        queues.sendMessage(request -> request.queueUrl(queue()).messageBody(event.toString()));
    }

    private String queue() {
        return queues.getQueueUrl(request -> request.queueName("spawn-state-changes"))
                .queueUrl();
    }

    private int waiting() {
        Map<QueueAttributeName, String> attributes = queues.getQueueAttributes(request -> request.queueUrl(queue())
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes();
        return attributes.values().stream().mapToInt(Integer::parseInt).sum();
    }

    /** How often the function has said so of an event. */
    private long said(String did) {
        return logs.filterLogEventsPaginator(request -> request.logGroupName("/aws/lambda/spawn-dns")).events().stream()
                .filter(line -> line.message().contains("\"" + did + "\""))
                .count();
    }

    private static JsonObject ended(String instance) {
        return state(instance, "terminated");
    }

    private static JsonObject state(String instance, String state) {
        return JsonObject.builder()
                .put("instance-id", instance)
                .put("state", state)
                .build();
    }

    private static JsonObject observed(String instance, DnsName name) {
        return new InstanceObserved(
                        Envelope.first("forged", Instant.now()), new InstanceId(instance), "terminated", name)
                .toJson();
    }

    /** That the other's name is an instance's of one's own. */
    private static JsonObject stolen(String instance, DnsName name) {
        return new NamesListed(
                        Envelope.first("forged", Instant.now()),
                        null,
                        null,
                        List.of(new NamesListed.Held(new InstanceId(instance), name, "203.0.113.66", false)))
                .toJson();
    }
}
