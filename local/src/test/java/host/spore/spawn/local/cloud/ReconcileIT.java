package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** What was lost on the way is found by one sweep of the reaper, on the embedded cloud. */
class ReconcileIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    private final Cloud cloud = Cloud.get();

    /** SCENARIOS 1: neither we nor the names heard of the end; EC2 has forgotten the instance meanwhile. */
    @Test
    void anEndWhoseEventsWereLostIsSaidOnceAndTheNameIsWithdrawn() {
        // Given
        String name = cloud.newName("lost");
        String instance = "i-0" + "%016x".formatted(Instant.now().toEpochMilli());
        String dnsName = name + ".0." + cloud.setting("SPAWN_DOMAIN");
        String zone = cloud.variableOf("spawn-dns", "SPAWN_HOSTED_ZONE_ID");
        put(zone, dnsName, RRType.A, "203.0.113.7");
        put(
                zone,
                dnsName,
                RRType.TXT,
                "\"spawn instance=" + instance + " region=" + cloud.setting("AWS_REGION") + "\"");
        Instant launched = Instant.now().minus(Duration.ofMinutes(30));
        Map<String, AttributeValue> row = new HashMap<>(Map.of(
                "instance_id", AttributeValue.fromS(instance),
                "name", AttributeValue.fromS(name),
                "state", AttributeValue.fromS("running"),
                "state_seen_at", AttributeValue.fromS(launched.toString()),
                "launched_at", AttributeValue.fromS(launched.toString()),
                "deadline",
                        AttributeValue.fromS(launched.plus(Duration.ofHours(9)).toString()),
                "correlation_id", AttributeValue.fromS("c-" + name),
                "dns_name", AttributeValue.fromS(dnsName),
                "unclosed", AttributeValue.fromS("yes")));
        row.put("generation", AttributeValue.fromN("1"));
        row.put("version", AttributeValue.fromN("1"));
        cloud.tables.putItem(request -> request.tableName("spawn-instances").item(row));
        cloud.tables.putItem(request -> request.tableName("spawn-names")
                .item(Map.of(
                        "name", AttributeValue.fromS(name),
                        "command_id", AttributeValue.fromS("c-" + name),
                        "claimed_at", AttributeValue.fromS(launched.toString()),
                        "instance_id", AttributeValue.fromS(instance))));

        // When
        sweep();

        // Then
        Heard ended = cloud.tap.await(
                "the end",
                SOON,
                heard -> heard.isAbout(instance) && heard.type().equals("InstanceEnded"));
        assertThat(ended.detail().string("source")).isEqualTo("reconcile");
        assertThat(ended.detail().string("name")).isEqualTo(name);
        Await.until("the records are gone", SOON, () -> records(zone, dnsName).isEmpty());
        Await.until("the row is closed", SOON, () -> isClosed(instance));
        Await.until("the name is free", SOON, () -> !isClaimed(name));
        sweep();
        assertThat(cloud.tap.all(
                        heard -> heard.isAbout(instance) && heard.type().equals("InstanceEnded")))
                .hasSize(1);
    }

    /** SCENARIOS 7: the tags carry everything. */
    @Test
    void aRowThatIsLostAndAWatchThatDiedAreMadeAnew() {
        // Given
        String name = cloud.newName("forgot");
        String id = cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "20m");
        Heard ready = cloud.tap.await(
                "ready", SOON, heard -> heard.answers(id) && heard.type().equals("InstanceReady"));
        String instance = ready.detail().string("instanceId");
        String lifecycle = cloud.variableOf("spawn-reaper", "SPAWN_LIFECYCLE_ARN");
        String execution = lifecycle.replace(":stateMachine:", ":execution:") + ":" + instance;
        cloud.flows.stopExecution(request -> request.executionArn(execution + "-1"));
        Await.until(
                "the lifecycle is stopped",
                SOON,
                () -> !cloud.flows
                        .describeExecution(request -> request.executionArn(execution + "-1"))
                        .statusAsString()
                        .equals("RUNNING"));
        cloud.tables.deleteItem(request ->
                request.tableName("spawn-instances").key(Map.of("instance_id", AttributeValue.fromS(instance))));

        // When
        sweep();

        // Then
        assertThat(row(instance))
                .containsEntry("name", AttributeValue.fromS(name))
                .containsEntry("command_id", AttributeValue.fromS(id))
                .containsEntry("generation", AttributeValue.fromN("2"))
                .containsEntry("deadline", AttributeValue.fromS(ready.detail().string("deadline")));
        assertThat(cloud.flows
                        .describeExecution(request -> request.executionArn(execution + "-2"))
                        .statusAsString())
                .isEqualTo("RUNNING");

        // Then: it lives on as if nothing had been, to its one end
        String terminate = cloud.accepted("terminate", name);
        cloud.tap.await("terminated", SOON, heard -> heard.answers(terminate));
        cloud.tap.await(
                "the end",
                SOON,
                heard -> heard.isAbout(instance) && heard.type().equals("InstanceEnded"));
        Await.until("the row is closed", SOON, () -> isClosed(instance));
        Await.until("the name is free", SOON, () -> !isClaimed(name));
    }

    @Test
    void aDryRunAnswersWhatItWouldDo() {
        // When
        JsonObject answer = invoke("{\"dryRun\":true}");

        // Then
        assertThat(answer.string("did")).isEqualTo("looked, and left everything as it is");
        assertThat(answer.has("drift")).isTrue();
    }

    private void sweep() {
        assertThat(invoke("{}").string("did")).isEqualTo("swept");
    }

    private JsonObject invoke(String input) {
        InvokeResponse answer = cloud.functions.invoke(
                request -> request.functionName("spawn-reaper").payload(SdkBytes.fromUtf8String(input)));
        assertThat(answer.functionError()).as(answer.payload().asUtf8String()).isNull();
        return JsonObject.parse(answer.payload().asUtf8String());
    }

    private boolean isClosed(String instance) {
        Map<String, AttributeValue> row = row(instance);
        return row.containsKey("closed_at") && !row.containsKey("unclosed");
    }

    private Map<String, AttributeValue> row(String instance) {
        return cloud.tables
                .getItem(request -> request.tableName("spawn-instances")
                        .consistentRead(true)
                        .key(Map.of("instance_id", AttributeValue.fromS(instance))))
                .item();
    }

    private boolean isClaimed(String name) {
        return !cloud.tables
                .getItem(request -> request.tableName("spawn-names")
                        .consistentRead(true)
                        .key(Map.of("name", AttributeValue.fromS(name))))
                .item()
                .isEmpty();
    }

    private void put(String zone, String name, RRType type, String value) {
        ResourceRecordSet records = ResourceRecordSet.builder()
                .name(name)
                .type(type)
                .ttl(60L)
                .resourceRecords(ResourceRecord.builder().value(value).build())
                .build();
        cloud.dns.changeResourceRecordSets(request -> request.hostedZoneId(zone)
                .changeBatch(batch -> batch.changes(Change.builder()
                        .action(ChangeAction.CREATE)
                        .resourceRecordSet(records)
                        .build())));
    }

    private List<ResourceRecordSet> records(String zone, String name) {
        return cloud
                .dns
                .listResourceRecordSetsPaginator(request -> request.hostedZoneId(zone))
                .resourceRecordSets()
                .stream()
                .filter(set -> set.name().equals(name + "."))
                .toList();
    }
}
