package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** The main path, and what must hold when it is disturbed. Lives are short, so the tests run side by side. */
class LaunchIT {
    private static final Set<String> PROGRESS = Set.of("InstanceLaunched", "LaunchDelayed");
    private static final Duration SOON = Duration.ofSeconds(90);
    private final Cloud cloud = Cloud.get();

    @Test
    void aLaunchIsReadyThenWarnedThenExpiresAndLeavesNothing() {
        // Given
        String name = cloud.newName("path");

        // When
        String id = cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "90s", "--tag", "team=it");

        // Then: launched with every tag in the call, recorded, ready
        Heard launched = outcomeOf(id, "InstanceLaunched");
        String instance = launched.detail().string("instanceId");
        Instant deadline = Instant.parse(launched.detail().string("deadline"));
        assertThat(tags(instance))
                .containsEntry("spawn", "true")
                .containsEntry("Name", name)
                .containsEntry("ttl", deadline.toString())
                .containsEntry("team", "it")
                .containsEntry("spawn:command", id);
        Heard ready = outcomeOf(id, "InstanceReady");
        assertThat(ready.detail().string("instanceId")).isEqualTo(instance);
        assertThat(row(instance)).containsEntry("command_id", AttributeValue.fromS(id));

        // Then: its name resolves to the address that EC2 says it has
        awaitEvent("running", heard -> heard.isAbout(instance) && heard.isState("running"));
        String dnsName = launched.detail().string("dnsName");
        Await.until(
                "the record of " + dnsName,
                SOON,
                () -> addresses(dnsName)
                        .equals(List.of(String.valueOf(cloud.describe(instance).publicIpAddress()))));

        // Then: the agent warned, powered off at the deadline, and not before
        awaitEvent("warning", heard -> heard.isAbout(instance) && heard.type().equals("DeadlineWarning"));
        awaitEvent("deadline", heard -> heard.isAbout(instance) && heard.type().equals("DeadlineReached"));
        assertThat(Instant.now()).isAfterOrEqualTo(deadline);
        awaitEvent("terminated", heard -> heard.isAbout(instance) && heard.isState("terminated"));
        Heard expired = awaitEvent(
                "end", heard -> heard.isAbout(instance) && heard.type().equals("InstanceExpired"));
        assertThat(expired.detail().string("keeper")).isEqualTo("agent");
        assertThat(Instant.parse(expired.detail().string("endedAt"))).isAfterOrEqualTo(deadline);

        // Then: nothing is left
        Await.until("the record is gone", SOON, () -> addresses(dnsName).isEmpty());
        Await.until("the row is closed", SOON, () -> row(instance).containsKey("closed_at"));
        Await.until("the lifecycle has ended", SOON, () -> lifecycle(instance) == ExecutionStatus.SUCCEEDED);
        Await.until("the name is free", SOON, () -> claim(name).isEmpty());
        assertThat(cloud.tap.all(
                        heard -> heard.isAbout(instance) && heard.type().equals("InstanceExpired")))
                .hasSize(1);
        assertThat(cloud.tap.all(heard -> heard.answers(id) && heard.type().equals("InstanceReady")))
                .hasSize(1);
    }

    @Test
    void theSameCommandThreeTimesLaunchesOnceAndHasOneOutcome() {
        // Given
        String id = cloud.newId();
        String name = cloud.newName("thrice");
        String[] launch = {"launch", name, "--instance-type", "t3.micro", "--ttl", "75s", "--id", id};

        // When
        for (int i = 0; i < 3; i++) {
            assertThat(cloud.spawn(launch).exit()).isZero();
        }

        // Then
        String instance = outcomeOf(id, "InstanceReady").detail().string("instanceId");
        awaitEvent("end", heard -> heard.isAbout(instance) && heard.type().equals("InstanceExpired"));
        assertThat(instancesOf(id)).hasSize(1);
        assertThat(cloud.tap.all(heard -> heard.answers(id) && !heard.type().equals("InstanceLaunched")))
                .hasSize(1);
    }

    @Test
    void aLaunchWhoseExecutionDiesGetsItsOutcomeFromTheReaper() {
        // Given: an execution that is stopped before its first step has answered
        String id = cloud.newId();
        String machine = machine("spawn-launch");
        JsonObject input = JsonObject.builder()
                .put("type", "LaunchInstance")
                .put("command", launch(id, cloud.newName("dies"), "1h"))
                .put("account", "000000000000")
                .put("region", cloud.setting("AWS_REGION"))
                .build();
        String execution = cloud.flows
                .startExecution(
                        request -> request.stateMachineArn(machine).name(id).input(input.toString()))
                .executionArn();
        cloud.flows.stopExecution(request -> request.executionArn(execution));

        // When: it sweeps twice
        cloud.functions.invoke(request -> request.functionName("spawn-reaper"));
        Heard failed = outcomeOf(id, "LaunchFailed");
        cloud.functions.invoke(request -> request.functionName("spawn-reaper"));

        // Then: one outcome
        // LocalStack: an execution stopped between two states may end as FAILED, with an error of its own, not ABORTED.
        assertThat(failed.detail().string("reason")).contains("the flow ended without an outcome");
        assertThat(cloud.tap.all(heard -> heard.answers(id))).hasSize(1);
    }

    @Test
    void anExtensionMovesTheEnd() {
        // Given
        String name = cloud.newName("extend");
        String id = cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "100s");
        Heard ready = outcomeOf(id, "InstanceReady");
        String instance = ready.detail().string("instanceId");
        Instant deadline = Instant.parse(ready.detail().string("deadline"));

        // When
        String extend = cloud.accepted("extend", name, "--by", "40s");

        // Then
        Heard extended = outcomeOf(extend, "DeadlineExtended");
        Instant later = Instant.parse(extended.detail().string("deadline"));
        assertThat(later).isAfterOrEqualTo(deadline.plusSeconds(40));
        assertThat(tags(instance)).containsEntry("ttl", later.toString());
        Heard expired = awaitEvent(
                "end", heard -> heard.isAbout(instance) && heard.type().equals("InstanceExpired"));
        assertThat(Instant.parse(expired.detail().string("endedAt"))).isAfterOrEqualTo(later);
        assertThat(expired.detail().string("keeper")).isEqualTo("agent");
    }

    /** And without a name in DNS, where none was wanted. */
    @Test
    void terminateEndsItEarlyAndSaysWhy() {
        // Given
        String name = cloud.newName("early");
        String id = cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "1h", "--no-dns");
        JsonObject ready = outcomeOf(id, "InstanceReady").detail();
        String instance = ready.string("instanceId");
        assertThat(ready.has("dnsName")).isFalse();
        assertThat(ready.has("dnsRefused")).isFalse();
        assertThat(records()).noneMatch(record -> record.name().startsWith(name + "."));

        // When
        String terminate = cloud.accepted("terminate", name);

        // Then
        outcomeOf(terminate, "InstanceTerminated");
        Heard ended = awaitEvent(
                "end", heard -> heard.isAbout(instance) && heard.type().equals("InstanceEnded"));
        assertThat(ended.detail().string("cause")).isEqualTo("command");
        assertThat(ended.detail().string("reason")).contains(terminate);
        Await.until("the name is free", SOON, () -> claim(name).isEmpty());
    }

    @Test
    void stopWithdrawsTheRecordAndStartWritesTheNewAddress() {
        // Given
        String name = cloud.newName("rest");
        String id = cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "1h");
        Heard ready = outcomeOf(id, "InstanceReady");
        String instance = ready.detail().string("instanceId");
        String dnsName = ready.detail().string("dnsName");
        Await.until("the record", SOON, () -> addresses(dnsName).size() == 1);

        // When
        outcomeOf(cloud.accepted("stop", name), "InstanceStopped");

        // Then
        Await.until("the record is gone", SOON, () -> addresses(dnsName).isEmpty());

        // When
        outcomeOf(cloud.accepted("start", name), "InstanceStarted");

        // Then
        Await.until(
                "the record with the new address",
                SOON,
                () -> addresses(dnsName)
                        .equals(List.of(String.valueOf(cloud.describe(instance).publicIpAddress()))));
        awaitEvent(
                "the agent again",
                heard -> heard.isAbout(instance)
                        && heard.type().equals("AgentStarted")
                        && !heard.detail().string("id").equals("")
                        && cloud.tap
                                        .all(other -> other.isAbout(instance)
                                                && other.type().equals("AgentStarted"))
                                        .size()
                                >= 2);
        outcomeOf(cloud.accepted("terminate", name), "InstanceTerminated");
    }

    @Test
    void anAgentThatIsKilledOnceComesBackAndEndsItsInstance() {
        // Given
        String name = cloud.newName("crashed");
        String id = cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "70s");
        Heard ready = outcomeOf(id, "InstanceReady");
        String instance = ready.detail().string("instanceId");
        Instant deadline = Instant.parse(ready.detail().string("deadline"));

        // When
        assertThat(cloud.script("crash", name).exit()).isZero();

        // Then: its second life says so, knows the deadline, and keeps it
        Heard again = cloud.tap.await(
                "second life",
                Duration.ofSeconds(60),
                heard -> heard.isAbout(instance)
                        && heard.type().equals("AgentStarted")
                        && heard.detail().bool("restarted", false));
        assertThat(Instant.parse(again.detail().string("deadline"))).isEqualTo(deadline);
        Heard expired = cloud.tap.await(
                "end",
                Duration.ofSeconds(150),
                heard -> heard.isAbout(instance) && heard.type().equals("InstanceExpired"));
        assertThat(expired.detail().string("keeper")).isEqualTo("agent");
        assertThat(Instant.parse(expired.detail().string("endedAt"))).isBetween(deadline, deadline.plusSeconds(30));
    }

    @Test
    void anAgentThatIsKilledForGoodDoesNotKeepItsInstanceAlive() {
        // Given
        String name = cloud.newName("killed");
        String id = cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "80s");
        Heard ready = outcomeOf(id, "InstanceReady");
        String instance = ready.detail().string("instanceId");
        Instant deadline = Instant.parse(ready.detail().string("deadline"));

        // When
        assertThat(cloud.script("crash", name, "--for-good").exit()).isZero();

        // Then: the lifecycle ends it a minute after its deadline, and says why
        Heard expired = cloud.tap.await(
                "end",
                Duration.ofSeconds(200),
                heard -> heard.isAbout(instance) && heard.type().equals("InstanceExpired"));
        assertThat(expired.detail().string("keeper")).isEqualTo("lifecycle");
        assertThat(expired.detail().string("reason")).contains("spored");
        Instant ended = Instant.parse(expired.detail().string("endedAt"));
        assertThat(ended).isBetween(deadline.plusSeconds(55), deadline.plusSeconds(120));
    }

    /** The embedded cloud has no p6-b200.48xlarge, and no p4d.24xlarge on the spot market. */
    @Test
    void aLaunchGoesOnToTheNextCandidateAndSaysWhatItTried() {
        // Given
        new CapacityItems(cloud).forget("p6-b200.48xlarge", "p4d.24xlarge");
        String name = cloud.newName("scarce");

        // When
        String id = cloud.accepted(
                "launch",
                name,
                "--instance-type",
                "p6-b200.48xlarge|p4d.24xlarge",
                "--spot",
                "--on-demand-fallback",
                "--ttl",
                "10m");
        String instance = outcomeOf(id, "InstanceReady").detail().string("instanceId");

        // Then
        Heard launched = cloud.tap.await(
                "launched",
                Duration.ofSeconds(30),
                heard -> heard.isAbout(instance) && heard.type().equals("InstanceLaunched"));
        assertThat(launched.detail().objects("attempts").stream()
                        .map(attempt -> attempt.string("instanceType") + " " + attempt.string("market") + " "
                                + attempt.string("result")))
                .containsExactly(
                        "p6-b200.48xlarge spot no_capacity",
                        "p4d.24xlarge spot no_capacity",
                        "p6-b200.48xlarge on-demand no_capacity",
                        "p4d.24xlarge on-demand launched");
        outcomeOf(cloud.accepted("terminate", name), "InstanceTerminated");
    }

    @Test
    void aLaunchWithoutCapacityAnywhereFailsAndGivesItsNameBack() {
        // Given
        String name = cloud.newName("none");

        // When
        Heard failed = outcomeOf(
                cloud.accepted("launch", name, "--instance-type", "p5.48xlarge", "--ttl", "10m"), "LaunchFailed");

        // Then
        assertThat(failed.detail().string("reason")).contains("no capacity for any of 1 candidates");
        String again = cloud.accepted(
                "launch",
                name,
                "--instance-type",
                "t3.micro",
                "--zone",
                "us-east-1c|us-east-1a",
                "--volume-size",
                "20",
                "--ttl",
                "10m");
        String instance = outcomeOf(again, "InstanceReady").detail().string("instanceId");
        assertThat(cloud.describe(instance).placement().availabilityZone()).isEqualTo("us-east-1c");
        outcomeOf(cloud.accepted("terminate", name), "InstanceTerminated");
    }

    @Test
    void aLaunchWithPatienceTriesAgainAndSaysWhen() {
        // When
        String id = cloud.accepted(
                "launch",
                cloud.newName("patient"),
                "--instance-type",
                "p5.48xlarge",
                "--ttl",
                "10m",
                "--patience",
                "25s");

        // Then
        Heard delayed = outcomeOf(id, "LaunchDelayed");
        assertThat(Instant.parse(delayed.detail().string("nextAt")))
                .isBeforeOrEqualTo(
                        Instant.parse(delayed.detail().string("until")).plusSeconds(1));
        Heard failed = outcomeOf(id, "LaunchFailed");
        assertThat(failed.detail().string("reason"))
                .contains("no capacity for any of 1 candidates, ")
                .contains(" times in turn: ");
        assertThat(failed.detail().objects("attempts")).hasSize(1);
    }

    @Test
    void aNameThatIsTakenIsRefusedWithTheOneWhoHasIt() {
        // Given
        String name = cloud.newName("taken");
        String first = cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "1h");
        String instance = outcomeOf(first, "InstanceReady").detail().string("instanceId");

        // When
        String second = cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "1h");

        // Then
        assertThat(outcomeOf(second, "LaunchRejected").detail().string("reason"))
                .contains("name " + name + " is taken by " + instance);
        assertThat(instancesOf(second)).isEmpty();
        outcomeOf(cloud.accepted("terminate", name), "InstanceTerminated");
    }

    @Test
    void aBadDurationThatCameByAnotherWayThanTheCommandLineIsRefused() {
        String id = cloud.newId();

        cloud.publish("LaunchInstance", launch(id, cloud.newName("bad"), "1w"));

        assertThat(outcomeOf(id, "LaunchRejected").detail().string("reason")).contains("/ttl: \"1w\": use s, m, h, d");
    }

    @Test
    void anUnknownCommandIsAnsweredNotIgnored() {
        String id = cloud.newId();

        cloud.publish("HibernateEverything", launch(id, "any", "1h"));

        assertThat(outcomeOf(id, "CommandRejected").detail().string("reason"))
                .contains("unknown command HibernateEverything");
    }

    @Test
    void anIdThatCouldNameNoExecutionIsAnswered() {
        String name = cloud.newName("badid");

        cloud.publish("TerminateInstance", launch("no such/id " + name, name, "1h"));

        awaitEvent(
                "rejection",
                heard -> heard.type().equals("CommandRejected")
                        && heard.detail().string("reason").contains("no such/id " + name));
    }

    @Test
    void aCommandForAnInstanceThatIsNotThereIsRefused() {
        String id = cloud.accepted("stop", cloud.newName("nobody"));

        assertThat(outcomeOf(id, "CommandRejected").detail().string("reason")).contains("nobody-");
    }

    private static JsonObject launch(String id, String name, String ttl) {
        return JsonObject.builder()
                .put("version", 1)
                .put("id", id)
                .put("at", Instant.now().toString())
                .put("name", name)
                .put("target", name)
                .put("owner", "it")
                .put("instanceType", "t3.micro")
                .put("ttl", ttl)
                .build();
    }

    private Heard outcomeOf(String id, String type) {
        Heard outcome = cloud.tap.await(
                type + " of " + id,
                Duration.ofMinutes(3),
                heard -> heard.answers(id)
                        && (heard.type().equals(type)
                                || (!PROGRESS.contains(heard.type()) && !PROGRESS.contains(type))));
        assertThat(outcome.type()).as(outcome.toString()).isEqualTo(type);
        return outcome;
    }

    private Heard awaitEvent(String what, java.util.function.Predicate<Heard> which) {
        return cloud.tap.await(what, Duration.ofMinutes(4), which);
    }

    private Map<String, AttributeValue> row(String instance) {
        return cloud.tables
                .getItem(request -> request.tableName("spawn-instances")
                        .key(Map.of("instance_id", AttributeValue.fromS(instance)))
                        .consistentRead(true))
                .item();
    }

    private Map<String, AttributeValue> claim(String name) {
        return cloud.tables
                .getItem(request -> request.tableName("spawn-names")
                        .key(Map.of("name", AttributeValue.fromS(name)))
                        .consistentRead(true))
                .item();
    }

    private Map<String, String> tags(String instance) {
        return cloud.describe(instance).tags().stream()
                .collect(java.util.stream.Collectors.toMap(Tag::key, Tag::value));
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

    private List<ResourceRecordSet> records() {
        return cloud.dns.listHostedZones().hostedZones().stream()
                .flatMap(zone -> cloud
                        .dns
                        .listResourceRecordSetsPaginator(request -> request.hostedZoneId(zone.id()))
                        .resourceRecordSets()
                        .stream())
                .toList();
    }

    private List<String> addresses(String dnsName) {
        return records().stream()
                .filter(record -> record.type() == RRType.A && record.name().equals(dnsName + "."))
                .map(ResourceRecordSet::resourceRecords)
                .flatMap(List::stream)
                .map(value -> value.value())
                .toList();
    }

    private ExecutionStatus lifecycle(String instance) {
        String arn = machine("spawn-lifecycle").replace(":stateMachine:", ":execution:") + ":" + instance + "-1";
        return cloud.flows
                .describeExecution(request -> request.executionArn(arn))
                .status();
    }

    private String machine(String name) {
        return cloud.setting("SPAWN_BUS")
                .replace(":events:", ":states:")
                .replace("event-bus/spawn", "stateMachine:" + name);
    }
}
