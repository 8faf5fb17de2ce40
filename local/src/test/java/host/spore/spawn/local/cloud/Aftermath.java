package host.spore.spawn.local.cloud;

import host.spore.spawn.local.chaos.Invariants;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What a crowd has left behind on the embedded cloud, in the eyes of AWS's own interfaces. */
final class Aftermath {
    private static final Pattern SINCE =
            Pattern.compile(".*\\((\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d) (UTC|GMT)\\)");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final Duration WITH_AGENT = Duration.ofSeconds(60);
    private static final Duration WITHOUT_AGENT = Duration.ofMinutes(5);

    private final Cloud cloud;
    private final Crowd crowd;

    Aftermath(Cloud cloud, Crowd crowd) {
        this.cloud = cloud;
        this.crowd = crowd;
    }

    /** Whether there is nothing left to wait for; what is wrong for good is so as well. */
    boolean isOver() {
        return verdict().isEmpty();
    }

    /** How many launches heard of their agent. */
    long ready() {
        return said().stream()
                .filter(said -> said.type().equals("InstanceReady"))
                .filter(said -> said.detail()
                        .optionalString("commandId")
                        .filter(crowd.commands::contains)
                        .isPresent())
                .count();
    }

    List<String> verdict() {
        List<String> wrong = new ArrayList<>();
        List<Invariants.Life> lives = lives();
        Invariants invariants = new Invariants(said(), wrong);
        invariants.everyCommandHasOneOutcome(crowd.commands);
        invariants.noCommandLaunchedTwice(lives);
        invariants.everyLifeEndsOnceAndInTime(lives);
        leftovers(lives.stream().map(Invariants.Life::id).collect(Collectors.toUnmodifiableSet()), wrong);
        return wrong;
    }

    List<Invariants.Life> lives() {
        Map<String, Map<String, AttributeValue>> rows = items("spawn-instances", "instance_id");
        return cloud
                .ec2
                .describeInstancesPaginator(request -> request.filters(
                        Filter.builder().name("tag:Name").values(crowd.names).build()))
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .map(instance -> life(instance, rows.getOrDefault(instance.instanceId(), Map.of())))
                .toList();
    }

    private Invariants.Life life(Instance instance, Map<String, AttributeValue> row) {
        return new Invariants.Life(
                instance.instanceId(),
                instance.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value)),
                row,
                endedAt(instance),
                instance.instanceLifecycle() == InstanceLifecycleType.SPOT,
                instance.stateReason() == null
                        ? ""
                        : Objects.toString(instance.stateReason().code(), ""),
                hadItsAgent(instance) ? WITH_AGENT : WITHOUT_AGENT,
                WITHOUT_AGENT);
    }

    /** Until its deadline: heard before it, and neither killed nor stopped with its instance. */
    private boolean hadItsAgent(Instance instance) {
        String id = instance.instanceId();
        Instant deadline = instance.tags().stream()
                .filter(tag -> tag.key().equals("ttl"))
                .map(tag -> Instant.parse(tag.value()))
                .findFirst()
                .orElseThrow();
        return !crowd.crashed.contains(id)
                && cloud.tap
                        .all(heard -> heard.isAbout(id) && heard.isState("stopping"))
                        .isEmpty()
                && cloud.tap.all(heard -> heard.isAbout(id) && heard.type().equals("AgentStarted")).stream()
                        .anyMatch(heard ->
                                Instant.parse(heard.detail().string("at")).isBefore(deadline));
    }

    /** EC2 says it by the second, rounded down; deadlines are whole seconds, so nothing early looks like in time. */
    private static @Nullable Instant endedAt(Instance instance) {
        if (instance.state().name() != InstanceStateName.TERMINATED) {
            return null;
        }
        Matcher since = SINCE.matcher(instance.stateTransitionReason());
        if (!since.matches()) {
            throw new AssertionError(instance.instanceId() + " ended at no time: " + instance.stateTransitionReason());
        }
        return LocalDateTime.parse(since.group(1), SECONDS).toInstant(ZoneOffset.UTC);
    }

    private List<Invariants.Said> said() {
        // Other tests say words of their own on this bus, without an envelope.
        return cloud
                .tap
                .all(heard ->
                        heard.source().equals("spawn.control") && heard.detail().has("at"))
                .stream()
                .map(heard ->
                        new Invariants.Said(Instant.parse(heard.detail().string("at")), heard.type(), heard.detail()))
                .toList();
    }

    private void leftovers(Set<String> instances, List<String> wrong) {
        items("spawn-instances", "instance_id").forEach((id, row) -> {
            if (instances.contains(id) && (row.containsKey("unclosed") || !row.containsKey("closed_at"))) {
                wrong.add("the row of " + id + " is not closed: " + row.keySet());
            }
        });
        items("spawn-names", "name").keySet().stream()
                .filter(crowd.names::contains)
                .forEach(name -> wrong.add("the name " + name + " is held"));
        items("spawn-outcomes", "command_id").forEach((key, outcome) -> {
            String whose = key.split("/", 2)[0];
            if (outcome.containsKey("unpublished") && (instances.contains(whose) || crowd.commands.contains(whose))) {
                wrong.add("the outcome of " + key + " was not said");
            }
        });
        running()
                .map(ExecutionListItem::name)
                .filter(name ->
                        crowd.commands.contains(name) || instances.stream().anyMatch(name::startsWith))
                .forEach(name -> wrong.add("the execution " + name + " still runs"));
        records()
                .filter(record -> crowd.names.contains(record.split("\\.", 2)[0]))
                .forEach(record -> wrong.add("the name " + record + " still resolves"));
        int letters = letters();
        if (letters > 0) {
            wrong.add(letters + " commands lie in the queue");
        }
    }

    private Map<String, Map<String, AttributeValue>> items(String table, String key) {
        return cloud.tables.scanPaginator(request -> request.tableName(table).consistentRead(true)).items().stream()
                .collect(Collectors.toMap(
                        item -> Objects.requireNonNull(item.get(key)).s(), item -> item));
    }

    private Stream<ExecutionListItem> running() {
        return cloud.flows.listStateMachines().stateMachines().stream()
                .filter(machine ->
                        machine.name().startsWith("spawn-") && !machine.name().equals("spawn-intake"))
                .flatMap(machine -> cloud
                        .flows
                        .listExecutionsPaginator(request -> request.stateMachineArn(machine.stateMachineArn())
                                .statusFilter(ExecutionStatus.RUNNING))
                        .executions()
                        .stream());
    }

    private Stream<String> records() {
        String zone = cloud.variableOf("spawn-dns", "SPAWN_HOSTED_ZONE_ID");
        return cloud
                .dns
                .listResourceRecordSetsPaginator(request -> request.hostedZoneId(zone))
                .resourceRecordSets()
                .stream()
                .map(set -> set.name());
    }

    private int letters() {
        String url = cloud.variableOf("spawn-reaper", "SPAWN_INTAKE_DLQ_URL");
        return cloud
                .queues
                .getQueueAttributes(request -> request.queueUrl(url)
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }
}
