package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Arrays from their command to their end, with real agents that run real commands. */
@Isolated("each boots several machines at once, and two cores have no more to give")
class ArrayIT {
    private static final Duration SOON = Duration.ofMinutes(6);
    private static final Set<String> PROGRESS = Set.of("InstanceLaunched", "LaunchDelayed");

    private final Cloud cloud = Cloud.get();

    @Test
    void fourAreOneCommandOneOutcomeAndEachKnowsItsPlace() {
        // Given
        String name = cloud.newName("work");
        String id = cloud.newId();
        String[] launch = {
            "launch",
            name,
            "--instance-type",
            "t3.micro",
            "--ttl",
            "1h",
            "--array",
            "4",
            "--env",
            "MINE=a b",
            "--command",
            """
            test "$MINE" = 'a b' && test "$JOB_ARRAY_SIZE" = 4 && test "$JOB_ARRAY_NAME" = "%s" && \
            test -n "$JOB_ARRAY_ID" && test -n "$JOB_ARRAY_PEERS_DOMAIN" && exit $((10 + JOB_ARRAY_INDEX))""".formatted(name).strip(),
            "--id",
            id
        };

        // When: a doubled command
        assertThat(cloud.spawn(launch).exit()).isZero();
        assertThat(cloud.spawn(launch).exit()).isZero();

        // Then
        JsonObject ready = outcomeOf(id, "ArrayReady");
        assertThat(ready.integer("ready")).isEqualTo(4);
        assertThat(ready.objects("failed")).isEmpty();
        Instant deadline = Instant.parse(ready.string("deadline"));
        List<Instance> instances = instancesOf(id);
        assertThat(instances).hasSize(4);
        assertThat(instances.stream().map(Instance::amiLaunchIndex)).containsExactlyInAnyOrder(0, 1, 2, 3);
        Map<String, String> byName =
                instances.stream().collect(Collectors.toMap(instance -> tag(instance, "Name"), Instance::instanceId));
        for (int index = 0; index < 4; index++) {
            String member = name + "-" + index;
            assertThat(byName).containsKey(member);
            String instance = byName.getOrDefault(member, "");
            // Each has a row, a claim, a deadline, a lifecycle, an outcome and a name of its own.
            assertThat(tag(cloud.describe(instance), "spawn:array-index")).isEqualTo(Integer.toString(index));
            assertThat(tag(cloud.describe(instance), "ttl")).isEqualTo(deadline.toString());
            assertThat(row(instance))
                    .containsEntry("name", AttributeValue.fromS(member))
                    .containsEntry("command_id", AttributeValue.fromS(id))
                    .containsEntry("array_id", AttributeValue.fromS(ready.string("arrayId")))
                    .containsEntry("array_index", AttributeValue.fromS(Integer.toString(index)))
                    .containsEntry("deadline", AttributeValue.fromS(deadline.toString()));
            assertThat(claim(member)).containsEntry("instance_id", AttributeValue.fromS(instance));
            Heard own = cloud.tap.await(
                    member + " is ready",
                    SOON,
                    heard -> heard.isAbout(instance) && heard.type().equals("InstanceReady"));
            assertThat(own.detail().string("name")).isEqualTo(member);
            assertThat(own.detail().string("correlationId")).isEqualTo(id);
            String dnsName = own.detail().string("dnsName");
            assertThat(dnsName).startsWith(member + ".");
            Await.until(
                    "the record of " + dnsName,
                    SOON,
                    () -> addresses(dnsName)
                            .equals(List.of(
                                    String.valueOf(cloud.describe(instance).publicIpAddress()))));
            Heard exited = cloud.tap.await(
                    member + " has run",
                    SOON,
                    heard -> heard.isAbout(instance) && heard.type().equals("WorkloadExited"));
            assertThat(exited.detail().integer("exitCode")).isEqualTo(10 + index);
        }

        String common = ready.string("dnsName");
        assertThat(common).startsWith(name + ".");
        Await.until(
                "all of them are under " + common,
                SOON,
                () -> Set.copyOf(addresses(common))
                        .equals(byName.values().stream()
                                .map(instance ->
                                        String.valueOf(cloud.describe(instance).publicIpAddress()))
                                .collect(Collectors.toSet())));

        // When
        String extend = cloud.accepted("extend", "--array", name, "--by", "30m");

        // Then
        JsonObject extended = outcomeOf(extend, "CommandCompleted");
        assertThat(extended.integer("done")).isEqualTo(4);
        assertThat(extended.string("array")).isEqualTo(name);
        byName.values()
                .forEach(instance -> assertThat(tag(cloud.describe(instance), "ttl"))
                        .isEqualTo(deadline.plus(Duration.ofMinutes(30)).toString()));

        // When: another array of the same name, and one instance that would have a member's
        String second = cloud.accepted("launch", name, "--instance-type", "t3.micro", "--array", "2");
        String other = cloud.accepted("launch", name + "-3", "--instance-type", "t3.micro");

        // Then
        assertThat(outcomeOf(second, "LaunchRejected").string("reason")).contains(name + "-0 is taken by ");
        assertThat(outcomeOf(other, "LaunchRejected").string("reason")).contains(name + "-3");

        // When
        String end = cloud.accepted("terminate", "--array", ready.string("arrayId"));

        // Then
        assertThat(outcomeOf(end, "CommandCompleted").integer("done")).isEqualTo(4);
        assertThat(instancesOf(id)).allMatch(ArrayIT::isGone);
        Await.until(
                "its names are free",
                SOON,
                () -> IntStream.range(0, 4)
                        .allMatch(index -> claim(name + "-" + index).isEmpty()));
        Await.until("nobody is under " + common, SOON, () -> addresses(common).isEmpty());
        assertThat(cloud.tap.all(heard -> heard.answers(id))).hasSize(1);
        assertThat(instancesOf(id)).hasSize(4);
    }

    /** Of p4de.24xlarge there are two at a time. */
    @Test
    void asManyAsThereAreDoIfTheyAreEnough() {
        // Given
        String name = cloud.newName("some");

        // When
        String id = cloud.accepted(
                "launch",
                name,
                "--instance-type",
                "p4de.24xlarge",
                "--ttl",
                "30m",
                "--array",
                "4",
                "--min-viable",
                "2");

        // Then
        JsonObject ready = outcomeOf(id, "ArrayReady");
        assertThat(ready.integer("ready")).isEqualTo(2);
        assertThat(ready.objects("failed"))
                .extracting(failure -> failure.integer("index"))
                .containsExactly(2L, 3L);
        assertThat(instancesOf(id)).hasSize(2);
        assertThat(claim(name + "-1")).containsKey("instance_id");
        assertThat(claim(name + "-2")).isEmpty();
        cloud.accepted("terminate", "--array", name);
    }

    @Test
    void fewerThanAreEnoughFailWholeAndLeaveNothing() {
        // Given
        String name = cloud.newName("none");

        // When
        String id = cloud.accepted(
                "launch",
                name,
                "--instance-type",
                "p4de.24xlarge",
                "--ttl",
                "30m",
                "--array",
                "4",
                "--min-viable",
                "3");

        // Then
        assertThat(outcomeOf(id, "LaunchFailed").string("reason")).contains("InsufficientInstanceCapacity");
        assertThat(instancesOf(id)).isEmpty();
        assertThat(IntStream.range(0, 4).mapToObj(index -> claim(name + "-" + index)))
                .allMatch(Map::isEmpty);
    }

    /** Every answer to RunInstances is lost, so that the launch, when it is stopped, does not know what it has. */
    @Test
    void anArrayWhoseLaunchDiesLeavesNothingAliveAndItsNamesFree() {
        // Given
        String name = cloud.newName("cut");
        String id;
        String execution;
        try (Faults faults = new Faults(
                cloud,
                JsonObject.builder()
                        .put("rate", 1)
                        .put("kinds", new JsonArray(List.of(Json.of("lost"))))
                        .put("operations", new JsonArray(List.of(Json.of("RunInstances"))))
                        .build())) {
            id = cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "1h", "--array", "3");
            execution = cloud.machine("spawn-launch").replace(":stateMachine:", ":execution:") + ":" + id;
            Await.until(
                    "they are launched, and nobody knows",
                    SOON,
                    () -> instancesOf(id).size() == 3);
            assertThat(faults.met().members().keySet()).containsExactly("ec2 RunInstances lost");
            cloud.flows.stopExecution(request -> request.executionArn(execution));
            cloud.awaitEnd(execution);
        }

        // When
        cloud.sweep();

        // Then: its one outcome is said, nothing is left, and each was a member by its own name
        assertThat(outcomeOf(id, "LaunchFailed").string("reason")).contains("the flow ended without an outcome");
        Await.until("they are gone", SOON, () -> instancesOf(id).stream().allMatch(ArrayIT::isGone));
        assertThat(instancesOf(id)).hasSize(3);
        assertThat(instancesOf(id).stream()
                        .map(instance -> row(instance.instanceId()).get("name"))
                        .toList())
                .containsExactlyInAnyOrder(
                        AttributeValue.fromS(name + "-0"),
                        AttributeValue.fromS(name + "-1"),
                        AttributeValue.fromS(name + "-2"));
        Await.until("its names are free", SOON, () -> {
            cloud.sweep();
            return IntStream.range(0, 3)
                    .allMatch(index -> claim(name + "-" + index).isEmpty());
        });
    }

    @Test
    void aMemberThatIsInterruptedIsLaunchedAgainInItsPlace() {
        // Given
        String name = cloud.newName("spot");
        String id = cloud.accepted(
                "launch",
                name,
                "--instance-type",
                "t3.micro",
                "--ttl",
                "1h",
                "--array",
                "2",
                "--spot",
                "--refill",
                "--command",
                "echo $JOB_ARRAY_INDEX > ~/index; exit $((20 + JOB_ARRAY_INDEX))");
        JsonObject ready = outcomeOf(id, "ArrayReady");
        String gone = holder(name + "-1");

        // When
        assertThat(cloud.script("interrupt", gone).exit()).isZero();

        // Then
        Heard ended = cloud.tap.await(
                gone + " ends",
                SOON,
                heard -> heard.isAbout(gone) && heard.type().equals("InstanceEnded"));
        assertThat(ended.detail().string("cause")).isEqualTo("spot");
        Heard again = cloud.tap.await(
                "the next one in its place",
                SOON,
                heard -> heard.type().equals("InstanceReady")
                        && heard.detail().string("name").equals(name + "-1")
                        && !heard.isAbout(gone));
        String instance = again.detail().string("instanceId");
        assertThat(Instant.parse(again.detail().string("deadline")))
                .isBeforeOrEqualTo(Instant.parse(ready.string("deadline")));
        assertThat(tag(cloud.describe(instance), "spawn:array-index")).isEqualTo("1");
        assertThat(claim(name + "-1")).containsEntry("instance_id", AttributeValue.fromS(instance));
        Heard exited = cloud.tap.await(
                "it has run",
                SOON,
                heard -> heard.isAbout(instance) && heard.type().equals("WorkloadExited"));
        assertThat(exited.detail().integer("exitCode")).isEqualTo(21);

        // When: heard once more
        cloud.sayAgain(ended);
        String end = cloud.accepted("terminate", "--array", name);

        // Then
        assertThat(outcomeOf(end, "CommandCompleted").integer("done")).isEqualTo(2);
        assertThat(cloud.tap.all(heard -> heard.type().equals("InstanceLaunched")
                        && heard.detail().string("name").startsWith(name + "-")))
                .hasSize(3);
    }

    private JsonObject outcomeOf(String id, String type) {
        Heard outcome = cloud.tap.await(
                type + " of " + id, SOON, heard -> heard.answers(id) && !PROGRESS.contains(heard.type()));
        assertThat(outcome.type()).as(outcome.toString()).isEqualTo(type);
        return outcome.detail();
    }

    private List<Instance> instancesOf(String command) {
        return cloud
                .ec2
                .describeInstances(request -> request.filters(Filter.builder()
                        .name("tag:spawn:command")
                        .values(command)
                        .build()))
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
    }

    private static boolean isGone(Instance instance) {
        return instance.state().name() == InstanceStateName.TERMINATED;
    }

    private static String tag(Instance instance, String key) {
        return instance.tags().stream()
                .filter(tag -> tag.key().equals(key))
                .map(Tag::value)
                .findFirst()
                .orElse("");
    }

    private Map<String, AttributeValue> row(String instance) {
        return item("spawn-instances", "instance_id", instance);
    }

    private String holder(String name) {
        return claim(name)
                .getOrDefault("instance_id", AttributeValue.fromS("nobody"))
                .s();
    }

    private Map<String, AttributeValue> claim(String name) {
        return item("spawn-names", "name", name);
    }

    private Map<String, AttributeValue> item(String table, String key, String value) {
        return cloud.tables
                .getItem(request -> request.tableName(table)
                        .key(Map.of(key, AttributeValue.fromS(value)))
                        .consistentRead(true))
                .item();
    }

    private List<String> addresses(String dnsName) {
        return cloud.dns.listHostedZones().hostedZones().stream()
                .flatMap(zone -> cloud
                        .dns
                        .listResourceRecordSetsPaginator(request -> request.hostedZoneId(zone.id()))
                        .resourceRecordSets()
                        .stream())
                .filter(record -> record.type() == RRType.A && record.name().equals(dnsName + "."))
                .map(ResourceRecordSet::resourceRecords)
                .flatMap(List::stream)
                .map(ResourceRecord::value)
                .toList();
    }
}
