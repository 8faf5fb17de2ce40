package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** The templates and files of docs/automation.md, as they stand there: commands that rules and other programs make. */
class AutomationIT {
    private static final Duration SOON = Duration.ofMinutes(6);
    private static final Path DOCS = Cloud.ROOT.resolve("docs/automation");
    private static final Set<String> ENDS_OF_QUEUES = Set.of("QueueCompleted", "QueueFailed", "CommandRejected");

    private final Cloud cloud = Cloud.get();

    private final List<DeployedTemplate> deployed = new ArrayList<>();

    @AfterEach
    void removeTheRules() {
        deployed.forEach(DeployedTemplate::remove);
    }

    @Test
    void aScheduleLaunches() {
        // Given
        String name = cloud.newName("nightly");
        DeployedTemplate schedule = deployed(
                "nightly.yaml",
                Map.of("Schedule", "rate(1 minute)", "Name", name, "InstanceType", "t3.micro", "Command", "true"));

        // When
        Heard ready = cloud.tap.await("a launch by schedule", SOON, heard -> isOf(heard, "InstanceReady", name));
        schedule.remove();

        // Then
        assertThat(ready.detail().string("commandId")).startsWith("nightly-");
        assertThat(ready.detail().string("correlationId"))
                .isEqualTo(ready.detail().string("commandId"));
        cloud.tap.await("its command is over, and so is it", SOON, heard -> isOf(heard, "InstanceEnded", name));
    }

    @Test
    void aFileInTheInboxIsRunAsAQueue() {
        // Given
        String queue = cloud.newName("dropped");
        deployed("inbox-queue.yaml", Map.of());
        String file = """
                queue_id: %s
                workers: {instance_type: t3.micro}
                jobs:
                  - {job_id: only, command: 'echo hello', timeout: 1m}
                """.formatted(queue);

        // When
        put("inbox/queues/" + queue + ".yaml", file);

        // Then
        Heard end = endOfQueue(queue);
        assertThat(end.type()).as(end.toString()).isEqualTo("QueueCompleted");
        assertThat(end.detail().string("commandId")).startsWith("inbox-");

        // When: a file of another name than its own
        put("inbox/queues/other-" + queue + ".yaml", file);

        // Then: nothing runs, and somebody can read why
        Heard refused = cloud.tap.await(
                "a refusal",
                SOON,
                heard -> heard.type().equals("CommandRejected")
                        && heard.detail().string("reason").contains("other-" + queue));
        assertThat(refused.detail().string("commandId")).startsWith("inbox-");
    }

    @Test
    void anInstancesEndBeginsASweep() {
        // Given
        String name = cloud.newName("fit");
        String sweep = cloud.newName("evaluate");
        String key = "inbox/sweeps/" + sweep + ".csv";
        put(key, "instance_type,ttl,command,seed\nt3.micro,20m,test $PARAM_seed = 1,1\n");
        deployed("sweep-after.yaml", Map.of("Name", name, "Sweep", key));

        // When
        launched(name, "--command", "spored complete", "--on-complete", "terminate");
        Heard ended = cloud.tap.await("its end", SOON, heard -> isOf(heard, "InstanceEnded", name));

        // Then
        Heard completed = cloud.tap.await(
                "the sweep",
                SOON,
                heard -> heard.type().equals("SweepCompleted")
                        && heard.detail().string("sweepId").startsWith(sweep + "-"));
        assertThat(completed.detail().integer("rows")).isEqualTo(1);
        assertThat(completed.detail().string("commandId"))
                .isEqualTo("sweep-after-" + ended.detail().string("id"));
    }

    /** And once more, as a build that is tried again would: by the same id it is the same command. */
    @Test
    void aBuildPublishesByItself() throws IOException {
        // Given
        String id = cloud.newName("ci-build");
        JsonArray entries = (JsonArray) Json.parse(
                Files.readString(DOCS.resolve("ci-launch.json")).replace("build-4711", id.substring("ci-".length())));
        JsonObject entry = (JsonObject) entries.items().getFirst();

        // When
        publish(entry);
        publish(entry);

        // Then
        String name = id.substring("ci-".length());
        Heard ready = cloud.tap.await("InstanceReady", SOON, heard -> isOf(heard, "InstanceReady", name));
        assertThat(ready.detail().string("commandId")).isEqualTo(id);
        cloud.tap.await("InstanceEnded", SOON, heard -> isOf(heard, "InstanceEnded", name));
        assertThat(cloud.tap.all(heard -> isOf(heard, "InstanceLaunched", name)))
                .extracting(heard -> heard.detail().string("id"))
                .containsOnly(first(name));
    }

    /**
     * LocalStack: its EventBridge Scheduler keeps schedules and fires none, so the intake is handed what one would hand it.
     * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
     */
    @Test
    void aSchedulersTimeNamesItsCommand() throws IOException {
        // Given
        String name = cloud.newName("weekly");
        JsonObject target = JsonObject.parse(Files.readString(DOCS.resolve("scheduler-target.json")));
        String input = target.string("Input")
                .replace("<aws.scheduler.scheduled-time>", "2026-11-27T01:00:00Z")
                .replace("weekly", name);

        // When: it is tried again, with the same time
        for (int attempt = 0; attempt < 2; attempt++) {
            cloud.flows.startExecution(request ->
                    request.stateMachineArn(cloud.machine("spawn-intake")).input(input));
        }

        // Then
        Heard ready = cloud.tap.await("InstanceReady", SOON, heard -> isOf(heard, "InstanceReady", name));
        assertThat(ready.detail().string("commandId")).isEqualTo(name + "-2026-11-27T01-00-00Z");
        cloud.tap.await("InstanceEnded", SOON, heard -> isOf(heard, "InstanceEnded", name));
        assertThat(cloud.tap.all(heard -> isOf(heard, "InstanceLaunched", name)))
                .extracting(heard -> heard.detail().string("id"))
                .containsOnly(first(name));
    }

    /** No rule is needed for this one: an agent that hears of its end says so, and who asked for it is told. */
    @Test
    void aSpotInterruptionIsToldInSlack() throws Exception {
        // Given
        String name = cloud.newName("reclaimed");
        // As docs/automation.md has it; what a run that broke off has left there is replaced.
        String webhook = "/spawn/alerts/slack";
        try (Endpoint slack = new Endpoint("ok", 200)) {
            cloud.parameters.putParameter(request -> request.name(webhook)
                    .value(slack.url().toString())
                    .type(ParameterType.SECURE_STRING)
                    .overwrite(true));
            String destination = cloud.newName("lab");
            String added = cloud.accepted(
                    "alerts",
                    "add-destination",
                    destination,
                    "--type",
                    "slack",
                    "--target",
                    webhook,
                    "--on",
                    "spot",
                    "--name",
                    name);
            cloud.tap.await(
                    "the destination",
                    SOON,
                    heard -> heard.type().equals("AlertDestinationAdded") && heard.answers(added));
            launched(name, "--spot");

            // When
            assertThat(cloud.script("interrupt", name).exit()).isZero();

            // Then: of this, and of nothing else that became of it
            JsonObject message = JsonObject.parse(slack.await(1).getFirst().body());
            assertThat(message.string("text")).contains(name);
            cloud.tap.await("InstanceEnded", SOON, heard -> isOf(heard, "InstanceEnded", name));
            assertThat(slack.await(1)).hasSize(1);
            cloud.accepted("alerts", "remove-destination", destination);
        } finally {
            cloud.parameters.deleteParameter(request -> request.name(webhook));
        }
    }

    /** By the real command line; answers once its agent was heard. */
    private void launched(String name, String... more) {
        List<String> words = new ArrayList<>(List.of("launch", name, "--instance-type", "t3.micro", "--ttl", "20m"));
        words.addAll(List.of(more));
        String launch = cloud.accepted(words.toArray(String[]::new));
        cloud.tap.await("InstanceReady", SOON, heard -> heard.type().equals("InstanceReady") && heard.answers(launch));
    }

    private DeployedTemplate deployed(String file, Map<String, String> parameters) {
        DeployedTemplate template = new DeployedTemplate(file, parameters);
        deployed.add(template);
        return template;
    }

    /** Of the launches of this name that were said, the first one's id. */
    private String first(String name) {
        return cloud.tap
                .all(heard -> isOf(heard, "InstanceLaunched", name))
                .getFirst()
                .detail()
                .string("id");
    }

    private void publish(JsonObject entry) {
        assertThat(cloud.events
                        .putEvents(request -> request.entries(PutEventsRequestEntry.builder()
                                .eventBusName(entry.string("EventBusName"))
                                .source(entry.string("Source"))
                                .detailType(entry.string("DetailType"))
                                .detail(entry.string("Detail"))
                                .build()))
                        .failedEntryCount())
                .isZero();
    }

    private Heard endOfQueue(String queue) {
        return cloud.tap.await(
                "an end of queue " + queue,
                SOON,
                heard -> ENDS_OF_QUEUES.contains(heard.type())
                        && heard.detail().toString().contains(queue));
    }

    private static boolean isOf(Heard heard, String type, String name) {
        return heard.type().equals(type)
                && heard.detail().optionalString("name").filter(name::equals).isPresent();
    }

    private void put(String key, String text) {
        cloud.objects.putObject(
                request -> request.bucket(cloud.resultsBucket()).key(key), RequestBody.fromString(text));
    }

    /** A template of docs/automation, for as long as a test needs it. */
    private final class DeployedTemplate {
        private final String name;

        DeployedTemplate(String file, Map<String, String> parameters) {
            name = cloud.newName("it-" + file.replaceAll("[^a-z]", "-"));
            List<Parameter> given = parameters.entrySet().stream()
                    .map(entry -> Parameter.builder()
                            .parameterKey(entry.getKey())
                            .parameterValue(entry.getValue())
                            .build())
                    .toList();
            cloud.stacks.createStack(request -> request.stackName(name)
                    .templateBody(text(file))
                    .parameters(given)
                    .capabilities(Capability.CAPABILITY_IAM));
            cloud.stacks.waiter().waitUntilStackCreateComplete(request -> request.stackName(name));
        }

        private static String text(String file) {
            try {
                return Files.readString(DOCS.resolve(file));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        /** A stack that is gone is deleted without a word. */
        void remove() {
            cloud.stacks.deleteStack(request -> request.stackName(name));
            cloud.stacks.waiter().waitUntilStackDeleteComplete(request -> request.stackName(name));
        }
    }
}
