package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One queue of a test: its file, its runs, and what they leave in table and bucket. */
public final class Batch {
    private static final Set<String> OUTCOMES =
            Set.of("QueueCompleted", "QueueFailed", "QueueCancelled", "CommandRejected", "CommandFailed");

    private final Cloud cloud;
    private final Path file;
    final String id;

    /** @param jobs lines of YAML below {@code jobs:}; {@code settings} are lines of the queue */
    public Batch(Cloud cloud, Path folder, String hint, String settings, String jobs) {
        this.cloud = cloud;
        this.id = cloud.newName(hint);
        this.file = folder.resolve(id + ".yaml");
        try {
            Files.writeString(file, "queue_id: " + id + "\n" + settings.stripIndent() + "jobs:\n" + jobs.stripIndent());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public String submit(String... options) {
        String[] all = new String[options.length + 5];
        all[0] = "queue";
        all[1] = "submit";
        all[2] = file.toString();
        all[3] = "--worker-type";
        all[4] = "t3.micro";
        System.arraycopy(options, 0, all, 5, options.length);
        return cloud.accepted(all);
    }

    String cancel() {
        return cloud.accepted("queue", "cancel", id);
    }

    String resume() {
        return cloud.accepted("queue", "resume", id);
    }

    public JsonObject outcome(String command, String type, Duration within) {
        Heard outcome = cloud.tap.await(
                type + " of " + command, within, heard -> heard.answers(command) && OUTCOMES.contains(heard.type()));
        assertThat(outcome.type()).as(outcome.toString()).isEqualTo(type);
        return outcome.detail();
    }

    /** The run's items of one kind, by what follows the kind's prefix. */
    Map<String, Map<String, AttributeValue>> items(String run, String prefix) {
        Map<String, Map<String, AttributeValue>> items = new LinkedHashMap<>();
        cloud.tables
                .queryPaginator(request -> request.tableName("spawn-queues")
                        .consistentRead(true)
                        .keyConditionExpression("run_id = :run and begins_with(#item, :prefix)")
                        .expressionAttributeNames(Map.of("#item", "item"))
                        .expressionAttributeValues(
                                Map.of(":run", AttributeValue.fromS(run), ":prefix", AttributeValue.fromS(prefix))))
                .items()
                .forEach(item -> items.put(text(item, "item").substring(prefix.length()), item));
        return items;
    }

    /** {@code fetch: done}, for each job. */
    public Map<String, String> statuses(String run) {
        Map<String, String> statuses = new LinkedHashMap<>();
        items(run, "job#").forEach((job, item) -> statuses.put(job, text(item, "status")));
        return statuses;
    }

    String object(String run, String path) {
        return cloud.object("s3://" + cloud.resultsBucket() + "/queues/" + id + "/runs/" + run + "/" + path);
    }

    List<String> objects(String run, String below) {
        String prefix = "queues/" + id + "/runs/" + run + "/" + below;
        return cloud
                .objects
                .listObjectsV2Paginator(
                        request -> request.bucket(cloud.resultsBucket()).prefix(prefix))
                .contents()
                .stream()
                .map(object -> object.key().substring(prefix.length()))
                .toList();
    }

    JsonObject summary(String run) {
        return JsonObject.parse(object(run, "summary.json"));
    }

    /** How often a job was begun, as its workers say. */
    int starts(String run, String job) {
        return cloud.tap
                .all(heard -> heard.type().equals("JobStarted")
                        && heard.detail().string("runId").equals(run)
                        && heard.detail().string("jobId").equals(job))
                .size();
    }

    /** The worker that began it. */
    String awaitStart(String run, String job, Duration within) {
        return cloud.tap
                .await(
                        job + " of " + run,
                        within,
                        heard -> heard.type().equals("JobStarted")
                                && heard.detail().string("runId").equals(run)
                                && heard.detail().string("jobId").equals(job))
                .detail()
                .string("instanceId");
    }

    /** Instances of this run's workers that are not gone. */
    List<String> workers(String run) {
        return items(run, "worker#").values().stream()
                .filter(worker -> worker.containsKey("instance_id"))
                .map(worker -> text(worker, "instance_id"))
                .filter(instance ->
                        !cloud.describe(instance).state().nameAsString().matches("terminated|shutting-down"))
                .toList();
    }

    static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? "" : value.n() == null ? String.valueOf(value.s()) : value.n();
    }
}
