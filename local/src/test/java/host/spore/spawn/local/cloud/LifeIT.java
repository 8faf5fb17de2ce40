package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.route53.model.RRType;

/** Deadlines that move back, names that are taken over, owners as selectors, and what all of it leaves in the history. */
class LifeIT {
    private static final Set<String> PROGRESS = Set.of("InstanceLaunched", "LaunchDelayed");
    private static final Duration SOON = Duration.ofMinutes(3);

    private final Cloud cloud = Cloud.get();

    @Test
    void aShortenedDeadlineEndsTheInstanceAndTheHistoryTellsWho() {
        // Given
        String name = cloud.newName("short");
        String launch = cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "1h");
        String instance = outcomeOf(launch, "InstanceReady").detail().string("instanceId");
        Instant wanted = Instant.ofEpochSecond(Instant.now().plusSeconds(200).getEpochSecond());

        // When: first without saying so
        String mistaken = cloud.accepted("extend", name, "--until", wanted.toString());
        assertThat(outcomeOf(mistaken, "CommandRejected").detail().string("reason"))
                .contains("--shorten");
        String shorten = cloud.accepted("extend", name, "--until", wanted.toString(), "--shorten");

        // Then: the row, the tag, the agent
        Heard shortened = outcomeOf(shorten, "DeadlineShortened");
        assertThat(shortened.detail().string("deadline")).isEqualTo(wanted.toString());
        assertThat(tag(instance, "ttl")).isEqualTo(wanted.toString());
        Heard expired = cloud.tap.await(
                "end",
                Duration.ofMinutes(6),
                heard -> heard.isAbout(instance) && heard.type().equals("InstanceExpired"));
        assertThat(Instant.parse(expired.detail().string("endedAt")))
                .isAfterOrEqualTo(wanted)
                .isBefore(wanted.plusSeconds(60));

        // Then: who did what, in order, and all of it goes with the row
        Await.until(
                "the history is closed",
                SOON,
                () -> history(instance).stream()
                        .anyMatch(entry -> text(entry, "what").startsWith("closed_at")));
        List<Map<String, AttributeValue>> entries = history(instance);
        assertThat(entries.stream().map(entry -> text(entry, "by") + " " + text(entry, "what")))
                .anyMatch(line -> line.startsWith("control recorded: " + name + ", t3.micro, on-demand"))
                .anyMatch(line -> line.startsWith("ec2 state: ") && line.endsWith("running"))
                .anyMatch(line -> line.startsWith("agent agent_started_at"))
                .anyMatch(line -> line.startsWith("user deadline: ") && line.endsWith(" -> " + wanted))
                .anyMatch(line -> line.startsWith("agent deadline_reached_at"));
        assertThat(entries.stream()
                        .filter(entry -> text(entry, "what").startsWith("deadline: "))
                        .map(entry -> text(entry, "command_id") + " " + text(entry, "correlation_id")))
                .containsExactly(shorten + " " + shorten);
        Await.until(
                "it goes with its row",
                SOON,
                () -> history(instance).stream().allMatch(entry -> entry.containsKey("expires_at_epoch_seconds")));
    }

    @Test
    void aNameIsTakenOverWhenTheOldInstanceHasEnded() {
        // Given
        String name = cloud.newName("over");
        String first = cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "1h");
        Heard ready = outcomeOf(first, "InstanceReady");
        String old = ready.detail().string("instanceId");

        // When
        String second = cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "10m", "--replace");

        // Then
        Heard launched = outcomeOf(second, "InstanceLaunched");
        assertThat(cloud.describe(old).state().name()).isEqualTo(InstanceStateName.TERMINATED);
        String instance = outcomeOf(second, "InstanceReady").detail().string("instanceId");
        Heard ended = cloud.tap.await(
                "end", SOON, heard -> heard.isAbout(old) && heard.type().equals("InstanceEnded"));
        assertThat(ended.detail().string("cause")).isEqualTo("command");
        assertThat(ended.detail().string("reason")).endsWith("replaced by launch " + second);
        assertThat(claim(name)).containsEntry("instance_id", AttributeValue.fromS(instance));
        String dnsName = launched.detail().string("dnsName");
        Await.until(
                "its name leads to the new one",
                SOON,
                () -> addresses(dnsName).equals(List.of(cloud.describe(instance).publicIpAddress())));
        cloud.accepted("terminate", name);
    }

    @Test
    void everyInstanceOfAnOwnerIsOneCommandWithOneOutcome() {
        // Given
        String owner = cloud.newName("owner");
        List<String> names = List.of(cloud.newName("one"), cloud.newName("two"));
        List<String> instances = names.stream()
                .map(name ->
                        cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "1h", "--owner", owner))
                .toList()
                .stream()
                .map(id -> outcomeOf(id, "InstanceReady").detail().string("instanceId"))
                .toList();

        // When: not sure, then sure
        Cloud.Ran unsure = cloud.spawn("terminate", "--owner", owner);
        assertThat(unsure.exit()).isEqualTo(2);
        assertThat(unsure.err()).contains("every instance of " + owner, "--yes");
        String end = cloud.accepted("terminate", "--owner", owner, "--yes");

        // Then
        JsonObject done = outcomeOf(end, "CommandCompleted").detail();
        assertThat(done.integer("done")).isEqualTo(2);
        assertThat(done.objects("results").stream().map(result -> result.string("instanceId")))
                .containsExactlyInAnyOrderElementsOf(instances);
        assertThat(done.objects("results").stream().map(result -> result.string("outcome")))
                .containsOnly("InstanceTerminated");
        instances.forEach(instance ->
                assertThat(cloud.describe(instance).state().name()).isEqualTo(InstanceStateName.TERMINATED));
        // Each has a command of its own, with an outcome of its own, and one cause.
        done.objects("results")
                .forEach(result -> assertThat(outcomeOf(result.string("commandId"), "InstanceTerminated")
                                .detail()
                                .string("correlationId"))
                        .isEqualTo(end));

        // When, Then
        String again = cloud.accepted("stop", "--owner", owner, "--yes");
        assertThat(outcomeOf(again, "CommandRejected").detail().string("reason"))
                .startsWith("no instance of " + owner + " is alive");
    }

    private Heard outcomeOf(String id, String type) {
        Heard outcome = cloud.tap.await(
                type + " of " + id,
                Duration.ofMinutes(4),
                heard -> heard.answers(id)
                        && (heard.type().equals(type)
                                || (!PROGRESS.contains(heard.type()) && !PROGRESS.contains(type))));
        assertThat(outcome.type()).as(outcome.toString()).isEqualTo(type);
        return outcome;
    }

    private String tag(String instance, String key) {
        return cloud.describe(instance).tags().stream()
                .filter(tag -> tag.key().equals(key))
                .map(Tag::value)
                .findFirst()
                .orElse("");
    }

    private List<Map<String, AttributeValue>> history(String instance) {
        return cloud
                .tables
                .queryPaginator(request -> request.tableName("spawn-history")
                        .consistentRead(true)
                        .keyConditionExpression("instance_id = :i")
                        .expressionAttributeValues(Map.of(":i", AttributeValue.fromS(instance))))
                .items()
                .stream()
                .toList();
    }

    private static String text(Map<String, AttributeValue> item, String attribute) {
        return item.containsKey(attribute)
                ? Objects.requireNonNull(item.get(attribute)).s()
                : "";
    }

    private Map<String, AttributeValue> claim(String name) {
        return cloud.tables
                .getItem(request -> request.tableName("spawn-names")
                        .key(Map.of("name", AttributeValue.fromS(name)))
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
                .flatMap(record -> record.resourceRecords().stream())
                .flatMap(value -> Stream.of(value.value()))
                .toList();
    }
}
