package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** A lifecycle that was parked when every function behind it was replaced: it is the one that ends its instance. */
class AcrossRedeploymentIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Set<String> ENDS = Set.of("InstanceExpired", "InstanceEnded");

    private final Cloud cloud = Cloud.get();

    @Test
    void anInstanceLaunchedBeforeIsEndedAfterByTheLifecycleThatWatchedItAllAlong() throws IOException {
        // Given: nobody but the lifecycle will end it, and that is parked until it has to
        String name = cloud.newName("across");
        Heard ready = ready(cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "3m"));
        String instance = ready.detail().string("instanceId");
        Instant deadline = Instant.parse(ready.detail().string("deadline"));
        assertThat(cloud.script("crash", name, "--for-good").exit()).isZero();
        String execution = cloud.machine("spawn-lifecycle").replace(":stateMachine:", ":execution:") + ":" + instance;
        Await.until("it is parked", SOON, () -> row(instance).containsKey("lifecycle_token"));
        Map<String, AttributeValue> parked = row(instance);
        Map<String, Integer> before = versions();

        // When
        Cloud.Ran deployed = Redeployment.of(cloud);

        // Then: every function that is called by an alias is another one, and none is lost
        assertThat(deployed.exit()).as(deployed.out() + deployed.err()).isZero();
        Map<String, Integer> after = versions();
        assertThat(after).containsOnlyKeys(before.keySet()).containsKey("spawn-lifecycle");
        assertThat(after).allSatisfy((function, version) -> {
            assertThat(version).isGreaterThan(before.get(function));
            assertThat(published(function)).containsExactly(version);
        });
        assertThat(cloud.variableOf("spawn-plan", "SPAWN_BOOT_BUDGET_SECONDS")).isEqualTo("599");

        // Then: it has not stirred
        assertThat(Instant.now()).as("deployed in time").isBefore(deadline.plusSeconds(60));
        assertThat(row(instance)).isEqualTo(parked);
        assertThat(status(execution + "-1")).isEqualTo(ExecutionStatus.RUNNING);

        // Then: what comes anew is launched and ended by the new functions
        String next = cloud.newName("after");
        String launched = ready(cloud.accepted("launch", next, "--instance-type", "t3.micro", "--ttl", "1h"))
                .detail()
                .string("instanceId");
        cloud.accepted("terminate", next);
        end(launched, SOON);

        // Then: the old watch acts, calls the new function for it, and says so once
        Heard expired = end(instance, Duration.between(Instant.now(), deadline).plus(Duration.ofMinutes(3)));
        assertThat(expired.type()).isEqualTo("InstanceExpired");
        assertThat(expired.detail().string("keeper")).isEqualTo("lifecycle");
        assertThat(Instant.parse(expired.detail().string("endedAt")))
                .isBetween(deadline.plusSeconds(55), deadline.plusSeconds(120));
        cloud.awaitEnd(execution + "-1");
        assertThat(status(execution + "-1")).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(row(instance))
                .containsEntry("generation", AttributeValue.fromN("1"))
                .containsKey("closed_at");
        assertThat(calledSince(deadline)).containsOnly(after.get("spawn-lifecycle"));
        cloud.sweep();
        assertThat(cloud.tap.all(heard -> heard.isAbout(instance) && ENDS.contains(heard.type())))
                .hasSize(1);
    }

    private Heard ready(String id) {
        return cloud.tap.await(
                "InstanceReady",
                SOON,
                heard -> heard.answers(id) && heard.type().equals("InstanceReady"));
    }

    private Heard end(String instance, Duration patience) {
        return cloud.tap.await("its end", patience, heard -> heard.isAbout(instance) && ENDS.contains(heard.type()));
    }

    private ExecutionStatus status(String execution) {
        return cloud.flows
                .describeExecution(request -> request.executionArn(execution))
                .status();
    }

    private Map<String, AttributeValue> row(String instance) {
        return cloud.tables
                .getItem(request -> request.tableName("spawn-instances")
                        .consistentRead(true)
                        .key(Map.of("instance_id", AttributeValue.fromS(instance))))
                .item();
    }

    /** The version behind each function's alias, for the functions that have one. */
    private Map<String, Integer> versions() {
        Map<String, Integer> versions = new TreeMap<>();
        for (FunctionConfiguration function :
                cloud.functions.listFunctionsPaginator().functions()) {
            for (AliasConfiguration alias : cloud.functions
                    .listAliases(request -> request.functionName(function.functionName()))
                    .aliases()) {
                versions.put(function.functionName(), Integer.valueOf(alias.functionVersion()));
            }
        }
        return versions;
    }

    private List<Integer> published(String function) {
        return cloud.functions.listVersionsByFunction(request -> request.functionName(function)).versions().stream()
                .map(FunctionConfiguration::version)
                .filter(version -> !version.equals("$LATEST"))
                .map(Integer::valueOf)
                .toList();
    }

    /** The versions of the lifecycle's function that were called, by what the platform writes into its log. */
    private List<Integer> calledSince(Instant from) {
        return cloud
                .logs
                .filterLogEvents(request ->
                        request.logGroupName("/aws/lambda/spawn-lifecycle").startTime(from.toEpochMilli()))
                .events()
                .stream()
                .map(event -> event.message().strip())
                .filter(message -> message.startsWith("START "))
                .map(message -> Integer.valueOf(message.replaceFirst(".*Version: ", "")))
                .toList();
    }
}
