package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;

/** One sweep of a test: its file, its runs, and what they leave in table, bucket and at EC2. */
final class Sweeping {
    private static final Set<String> OUTCOMES =
            Set.of("SweepCompleted", "SweepFailed", "SweepCancelled", "CommandRejected", "CommandFailed");

    private final Cloud cloud;
    private final Path file;
    private final String name;

    /** The sweep's id, once it is launched. */
    String id = "";

    Sweeping(Cloud cloud, Path folder, String hint, String yaml) {
        this.cloud = cloud;
        this.name = cloud.newName(hint);
        this.file = folder.resolve(name + ".yaml");
        try {
            Files.writeString(file, yaml);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String launch(String... options) {
        String command = cloud.accepted(Stream.concat(Stream.of("sweep", file.toString()), Stream.of(options))
                .toArray(String[]::new));
        id = cloud.tap
                .await(
                        "SweepStarted of " + command,
                        Duration.ofMinutes(2),
                        heard -> heard.answers(command) && heard.type().equals("SweepStarted"))
                .detail()
                .string("sweepId");
        assertThat(id).startsWith(name + "-");
        return command;
    }

    /** The same command, word for word. */
    void again(String command, String... options) {
        Cloud.Ran ran =
                cloud.spawn(Stream.concat(Stream.of("sweep", file.toString(), "--id", command), Stream.of(options))
                        .toArray(String[]::new));
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out()).contains(id);
    }

    String cancel() {
        return cloud.accepted("sweep", "cancel", id);
    }

    String resume() {
        return cloud.accepted("sweep", "resume", id);
    }

    JsonObject outcome(String command, String type, Duration within) {
        Heard outcome = cloud.tap.await(
                type + " of " + command, within, heard -> heard.answers(command) && OUTCOMES.contains(heard.type()));
        assertThat(outcome.type()).as(outcome.toString()).isEqualTo(type);
        return outcome.detail();
    }

    /** The rows that have begun, by index. */
    Map<Integer, Map<String, AttributeValue>> rows() {
        return cloud
                .tables
                .queryPaginator(request -> request.tableName("spawn-sweeps")
                        .consistentRead(true)
                        .keyConditionExpression("sweep_id = :sweep and begins_with(#item, :prefix)")
                        .expressionAttributeNames(Map.of("#item", "item"))
                        .expressionAttributeValues(
                                Map.of(":sweep", AttributeValue.fromS(id), ":prefix", AttributeValue.fromS("row#"))))
                .items()
                .stream()
                .collect(Collectors.toMap(item -> Integer.parseInt(Batch.text(item, "row_index")), item -> item));
    }

    /** Of all that is kept of it. */
    String folder() {
        return "s3://spawn-results-" + cloud.setting("AWS_ACCESS_KEY_ID") + "-" + cloud.setting("AWS_REGION")
                + "/sweeps/" + id + "/";
    }

    /** Lines of the index of a run. */
    List<JsonObject> index(int run) {
        return cloud.object(folder() + "runs/" + run + "/index.jsonl")
                .lines()
                .map(JsonObject::parse)
                .toList();
    }

    /** All instances that EC2 has of it. */
    List<Instance> instances() {
        return cloud
                .ec2
                .describeInstances(request -> request.filters(
                        Filter.builder().name("tag:spawn:sweep-id").values(id).build()))
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
    }

    /** Those that are not gone. */
    List<Instance> alive() {
        return instances().stream()
                .filter(instance -> !instance.state().nameAsString().matches("terminated|shutting-down"))
                .toList();
    }

    long living() {
        return alive().size();
    }

    /** Each instance has the deadline that its row asks for: by its tag, which is what the instance itself goes by. */
    void assertDeadlines(int instances, Duration ttl) {
        assertThat(instances())
                .hasSize(instances)
                .allSatisfy(instance -> assertThat(Duration.between(instance.launchTime(), deadline(instance)))
                        // Fixed before EC2 is asked, for which there may be a wait; launch times are whole seconds.
                        .isBetween(ttl.minusMinutes(5), ttl.plusSeconds(2)));
    }

    private static Instant deadline(Instance instance) {
        return instance.tags().stream()
                .filter(tag -> tag.key().equals("ttl"))
                .map(tag -> Instant.parse(tag.value()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(instance.instanceId() + " has no deadline"));
    }

    /**
     * The most that lived at a time, as the events tell: from a launch to the end that was said.
     */
    int mostLiving() {
        Set<String> living = new HashSet<>();
        int most = 0;
        List<Heard> heard = new ArrayList<>(cloud.tap.all(event ->
                Set.of("InstanceLaunched", "InstanceEnded", "InstanceExpired").contains(event.type())));
        for (Heard event : heard) {
            if (!event.detail().string("name").startsWith(id + "-")) {
                continue;
            }
            String instance = event.detail().string("instanceId");
            if (event.type().equals("InstanceLaunched")) {
                living.add(instance);
            } else {
                living.remove(instance);
            }
            most = Math.max(most, living.size());
        }
        return most;
    }
}
