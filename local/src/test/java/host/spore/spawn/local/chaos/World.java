package host.spore.spawn.local.chaos;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.price.PromptPrices;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.ssm.SsmClient;

/** The deployed system in memory: every handler and every flow as it ships, wired as the stacks wire them. */
final class World {
    static final String ACCOUNT = FakeLambda.ACCOUNT;
    static final String REGION = FakeLambda.REGION;

    private static final Duration SWEEP = Duration.ofMinutes(4);

    /** Some sweeps, of which the weather spoils a part. */
    private static final Duration LATEST_TOLD = Duration.ofMinutes(30);

    final Clockwork time;
    final Random random;
    final Weather weather;
    final Tables tables = new Tables();
    final Machines machines;
    final Flows flows;

    /** What was published, in order. */
    final List<Invariants.Said> said = new ArrayList<>();

    /** Instances whose row was lost. */
    final Set<String> lost = new HashSet<>();

    /** What became of asynchronous calls and sweeps. */
    final Map<String, Integer> counts = new TreeMap<>();

    final Map<String, JsonHandler> handlers = new HashMap<>();
    /** By how much more EC2's events come late than the weather has it. */
    Duration eventsLate = Duration.ZERO;

    /** How often everything is delivered; as the weather has it where this is 0. */
    int deliveries;

    private final Map<String, String> letters = new LinkedHashMap<>();
    final Agents agents;
    private long eventIds;

    World(long seed, double bad) {
        random = new Random(seed);
        time = new Clockwork(random);
        weather = new Weather(random, time, bad);
        agents = new Agents(this);
        machines = new Machines(time, random, this::changed);
        flows = new Flows(time, random, substitutions(), new ServiceIntegrations(this));
        DynamoDbClient dynamoDb = tables.client(weather);
        Ec2Client ec2 = machines.client(weather);
        SfnClient stepFunctions = new FlowsClient(flows, weather);
        Object rows = Made.of("store.DynamoInstanceRows", dynamoDb, "spawn-instances");
        Object names = Made.of("store.DynamoNames", dynamoDb, "spawn-names");
        Object outcomes = Made.of("store.DynamoOutcomes", dynamoDb, "spawn-outcomes");
        Object breakers = Made.of("store.DynamoBreakers", dynamoDb, "spawn-breakers");
        Object instances = Made.of("ec2.Ec2Instances", ec2);
        Object callbacks = Made.of("wake.StepFunctionsCallbacks", stepFunctions);
        Object bus = Made.of("bus.EventBridgeBus", events(), "spawn");
        Object targets = Made.of("lookup.Targets", names, rows, instances);
        Object standings = Made.of("availability.DynamoStandings", dynamoDb, "spawn-availability-stats");
        Object memory = Made.of("availability.CapacityMemory", standings, time);
        Object listening = Made.of("lifecycle.Listening", rows, instances, callbacks, memory, time);
        SsmClient ssm = new SsmClient() {
            @Override
            public String serviceName() {
                return "ssm";
            }

            @Override
            public void close() {}
        };
        String bootstrap = (String) Made.call("launch.UserData", "bootstrap");
        Object settings = Made.call("launch.PlanHandler", "settings", settings());
        handler(
                "plan",
                Made.of(
                        "launch.PlanHandler",
                        instances,
                        Made.of(
                                "launch.CandidateFinder",
                                Made.of("launch.Ec2MachineTypes", ec2),
                                // Nobody asks: the images are given by id, and no launch names a network, a
                                // profile or a template.
                                Made.of("launch.SsmImages", ssm),
                                Made.of("launch.Ec2ImageArchitectures", ec2),
                                memory,
                                Made.of("launch.ImageAliases", Map.of()),
                                settings,
                                time),
                        breakers,
                        time,
                        Made.of(
                                "launch.PlanHandler$Around",
                                Made.of("launch.Ec2Networks", ec2),
                                Made.of("launch.SsmProfiles", ssm),
                                Made.of("launch.Ec2Templates", ec2)),
                        settings,
                        bootstrap,
                        Made.of(
                                "launch.Pricing",
                                Made.of("launch.Ec2ImageVolumes", ec2),
                                new PromptPrices(new Bills(weather), time, Runnable::run),
                                time)));
        handler("run", Made.of("launch.RunHandler", Made.of("launch.Ec2Launcher", ec2), memory, bootstrap));
        handler(
                "array",
                Made.of(
                        "array.ArrayHandler",
                        Made.of(
                                "array.ArrayHandler$Ports",
                                names,
                                names,
                                outcomes,
                                instances,
                                rows,
                                // One after the other: this world has one thread.
                                Made.call("aws.AtOnce", "inOrder")),
                        time));
        handler("member", Made.of("array.MemberHandler", Made.of("array.Ec2MemberTags", ec2)));
        handler(
                "refill",
                Made.of(
                        "array.RefillHandler",
                        rows,
                        Made.of("array.StepFunctionsLaunchCommands", stepFunctions, Flows.PREFIX + "spawn-launch"),
                        bus,
                        time));
        handler("lifecycle", Made.of("lifecycle.LifecycleHandler", rows, instances, time, Duration.ofSeconds(60)));
        handler("outcome", Made.of("outcome.OutcomeHandler", Made.of("announce.Announcer", outcomes, bus), time));
        handler("extend", Made.of("extend.ExtendHandler", names, rows, instances, callbacks, time));
        handler("select", Made.of("select.SelectHandler", instances));
        handler("sumup", Made.of("select.SumUpHandler", outcomes));
        handler("resolve", Made.of("resolve.ResolveHandler", targets));
        handler("agent", Made.of("lifecycle.AgentHandler", listening, bus, breakers));
        handler("observe", Made.of("lifecycle.ObserveHandler", listening));
        handler(
                "reaper",
                Made.of(
                        "reaper.ReaperHandler",
                        Made.of(
                                "reaper.Sweep$Parts",
                                instances,
                                Made.of("ec2.Ec2SshDoors", ec2),
                                rows,
                                names,
                                outcomes,
                                bus,
                                callbacks,
                                Made.of(
                                        "reaper.StepFunctionsExecutions",
                                        stepFunctions,
                                        Flows.PREFIX + "spawn-intake",
                                        Flows.PREFIX + "spawn-launch",
                                        Flows.PREFIX + "spawn-lifecycle"),
                                Made.of("reaper.SqsDeadLetters", queue(), "queue"),
                                time,
                                commandFlows(),
                                Duration.ofSeconds(60),
                                // No names are listed here: this world has no DNS.
                                Optional.empty())));
        sweepEvery();
    }

    private static List<String> commandFlows() {
        return java.util.stream.Stream.of("launch", "extend", "terminate", "stop", "hibernate", "start", "each")
                .map(flow -> Flows.PREFIX + "spawn-" + flow)
                .toList();
    }

    private void handler(String name, Object handler) {
        handlers.put(name, (JsonHandler) handler);
    }

    private static Map<String, String> substitutions() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String function : List.of(
                "Plan", "Run", "Array", "Member", "Lifecycle", "Outcome", "Extend", "Resolve", "Select", "SumUp")) {
            values.put(function + "FunctionArn", function.toLowerCase(java.util.Locale.ROOT));
        }
        for (String flow :
                List.of("Launch", "Lifecycle", "Extend", "Terminate", "Stop", "Hibernate", "Start", "Each")) {
            values.put(flow + "FlowArn", Flows.PREFIX + "spawn-" + flow.toLowerCase(java.util.Locale.ROOT));
        }
        // Queues, sweeps and alerts are no part of this model: their flows are there, and nobody starts them.
        for (String function : List.of(
                "Prepare",
                "Machines",
                "Items",
                "Workers",
                "Finish",
                "CancelQueue",
                "SweepPrepare",
                "SweepRow",
                "SweepFinish",
                "CancelSweep",
                "AlertDestinations",
                "DeliverAlert")) {
            values.put(function + "FunctionArn", "none");
        }
        values.put("QueueFlowArn", Flows.PREFIX + "spawn-queue");
        values.put("CancelQueueFlowArn", Flows.PREFIX + "spawn-cancel-queue");
        values.put("SweepFlowArn", Flows.PREFIX + "spawn-sweep");
        values.put("CancelSweepFlowArn", Flows.PREFIX + "spawn-cancel-sweep");
        values.put("AlertDestinationFlowArn", Flows.PREFIX + "spawn-alert-destination");
        values.put("UndeliveredAlertsUrl", "queue");
        values.put("QueuesTable", "spawn-queues");
        values.put("SweepsTable", "spawn-sweeps");
        values.put("InstancesTable", "spawn-instances");
        values.put("NamesTable", "spawn-names");
        values.put("OutcomesTable", "spawn-outcomes");
        values.put("BreakersTable", "spawn-breakers");
        values.put("BusName", "spawn");
        values.put("IntakeQueueUrl", "queue");
        return values;
    }

    static Environment settings() {
        Map<String, String> variables = new HashMap<>();
        for (String name : List.of(
                "SPAWN_INSTANCE_PROFILE_ARN",
                "SPAWN_QUIET_INSTANCE_PROFILE_ARN",
                "SPAWN_WORKER_INSTANCE_PROFILE_ARN",
                "SPAWN_BINARIES_BUCKET",
                "SPAWN_SPORED_KEY",
                "SPAWN_SPORED_SHA256",
                "SPAWN_SPORED_PUBLIC_KEY",
                "SPAWN_RESULTS_BUCKET",
                "SPAWN_INSTANCE_ARNS")) {
            variables.put(name, "x");
        }
        variables.put("AWS_REGION", REGION);
        variables.put("SPAWN_BUS_NAME", "spawn");
        variables.put("SPAWN_DOMAIN", "spore.host");
        variables.put("SPAWN_MAX_INSTANCES", "100000");
        variables.put("SPAWN_BOOT_BUDGET_SECONDS", "600");
        return new Environment(variables);
    }

    private void sweepEvery() {
        time.after(SWEEP, () -> {
            sweepEvery();
            try {
                new FakeLambda().invoke(Objects.requireNonNull(handlers.get("reaper")), JsonObject.parse("{}"));
                counts.merge("sweeps that did all", 1, Integer::sum);
            } catch (RuntimeException failed) {
                counts.merge("sweeps that failed", 1, Integer::sum);
            }
        });
    }

    /** As anybody may publish: at least once, and the rule delivers at least once. */
    void publish(String source, String type, JsonObject detail) {
        JsonObject event = event(source, type, detail);
        if (source.equals("spawn.control")) {
            said.add(new Invariants.Said(time.instant(), type, detail));
        }
        if (source.equals("spawn.cli")
                || (source.equals("spawn.control")
                        && List.of("StopInstance", "HibernateInstance", "TerminateInstance", "LaunchInstance")
                                .contains(type))) {
            deliver(() -> {
                // What the rule could not hand over in its three minutes lies in the queue.
                if (weather.strikes(0.05)) {
                    keepLetter(event.toString());
                } else {
                    flows.start("spawn-intake", "intake-" + ++eventIds, event);
                }
            });
        } else if (source.equals("spawn.control")
                && type.equals("InstanceEnded")
                && detail.string("cause").equals("spot")) {
            deliver(() -> invoke("refill", event, 0));
        } else if (source.startsWith("spawn.agent/")) {
            deliver(() -> invoke("agent", event, 0));
        }
    }

    private JsonObject event(String source, String type, JsonObject detail) {
        return JsonObject.builder()
                .put("version", "0")
                .put("id", "event-" + ++eventIds)
                .put("detail-type", type)
                .put("source", source)
                .put("account", ACCOUNT)
                .put("time", time.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", REGION)
                .put("detail", detail)
                .build();
    }

    private void deliver(Runnable delivery) {
        int copies = deliveries > 0 ? deliveries : weather.strikes(0.5) ? 2 + random.nextInt(4) : 1;
        for (int i = 0; i < copies; i++) {
            time.after(weather.strikes(0.2) ? time.between(3_000, 240_000) : time.between(20, 2_000), delivery);
        }
    }

    /** Lambda's asynchronous call: two more tries, then the dead-letter queue, whose alarm is a person's business. */
    private void invoke(String function, JsonObject event, int tries) {
        try {
            new FakeLambda().invoke(Objects.requireNonNull(handlers.get(function)), event);
        } catch (RuntimeException failed) {
            if (tries < 2) {
                time.after(Duration.ofMinutes(tries + 1L), () -> invoke(function, event, tries + 1));
            } else {
                counts.merge(function + " events given up", 1, Integer::sum);
            }
        }
    }

    private void changed(Machines.Machine machine) {
        agents.changed(machine);
        if (weather.strikes(0.05)) {
            counts.merge("EC2 events lost", 1, Integer::sum);
            return;
        }
        JsonObject event = event(
                "aws.ec2",
                "EC2 Instance State-change Notification",
                JsonObject.builder()
                        .put("instance-id", machine.id)
                        .put("state", machine.state)
                        .build());
        time.after(eventsLate, () -> deliver(() -> invoke("observe", event, 0)));
    }

    /** EC2's notice, two minutes before. */
    void spotWarning(String id) {
        JsonObject event = event(
                "aws.ec2",
                "EC2 Spot Instance Interruption Warning",
                JsonObject.builder()
                        .put("instance-id", id)
                        .put("instance-action", "terminate")
                        .build());
        deliver(() -> invoke("observe", event, 0));
    }

    private EventBridgeClient events() {
        return new EventBridgeClient() {
            @Override
            public PutEventsResponse putEvents(PutEventsRequest request) {
                return weather.sdk(
                        "EventBridge",
                        () -> {
                            request.entries()
                                    .forEach(entry -> publish(
                                            entry.source(), entry.detailType(), JsonObject.parse(entry.detail())));
                            return PutEventsResponse.builder()
                                    .failedEntryCount(0)
                                    .entries(PutEventsResultEntry.builder()
                                            .eventId("x")
                                            .build())
                                    .build();
                        },
                        EventBridgeException::builder);
            }

            @Override
            public String serviceName() {
                return "events";
            }

            @Override
            public void close() {}
        };
    }

    private SqsClient queue() {
        return new SqsClient() {
            @Override
            public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
                // One batch in a sweep: what was received is hidden for a while.
                List<Message> batch = hidden.equals(time.instant())
                        ? List.of()
                        : letters.entrySet().stream()
                                .limit(10)
                                .map(letter -> Message.builder()
                                        .messageId(letter.getKey())
                                        .receiptHandle(letter.getKey())
                                        .body(letter.getValue())
                                        .build())
                                .toList();
                hidden = time.instant();
                return ReceiveMessageResponse.builder().messages(batch).build();
            }

            private Instant hidden = Instant.MIN;

            @Override
            public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
                letters.remove(request.receiptHandle());
                return DeleteMessageResponse.builder().build();
            }

            @Override
            public String serviceName() {
                return "sqs";
            }

            @Override
            public void close() {}
        };
    }

    /** A command that could not be started waits for the reaper. */
    void keepLetter(String body) {
        letters.put("letter-" + ++eventIds, body);
    }

    /** Everything that does not hold when all is over. */
    List<String> verdict(Set<String> commands) {
        List<String> wrong = new ArrayList<>();
        List<Invariants.Life> lives = machines.all().stream()
                .map(machine -> new Invariants.Life(
                        machine.id,
                        machine.tags,
                        tables.of("spawn-instances").getOrDefault(machine.id, Map.of()),
                        machine.endedAt,
                        machine.spot,
                        machine.reason,
                        Duration.ofMinutes(5),
                        // With the row its watch's token is lost, so that nobody can wake it before it is due.
                        lost.contains(machine.id) ? null : LATEST_TOLD))
                .toList();
        Invariants invariants = new Invariants(said, wrong);
        invariants.everyCommandHasOneOutcome(commands);
        invariants.noCommandLaunchedTwice(lives);
        invariants.everyLifeEndsOnceAndInTime(lives);
        leftovers(wrong);
        return wrong;
    }

    private void leftovers(List<String> wrong) {
        tables.of("spawn-instances").forEach((id, row) -> {
            if (row.containsKey("unclosed") || !row.containsKey("closed_at")) {
                wrong.add("the row of " + id + " is not closed: " + row.keySet());
            }
        });
        tables.of("spawn-names").forEach((name, claim) -> wrong.add("the name " + name + " is held: " + claim));
        tables.of("spawn-outcomes").forEach((key, outcome) -> {
            if (outcome.containsKey("unpublished")) {
                wrong.add("the outcome of " + key + " was not said");
            }
        });
        flows.running().forEach(execution -> wrong.add(execution.machine + " " + execution.name + " still runs"));
        if (!letters.isEmpty()) {
            wrong.add(letters.size() + " commands lie in the queue");
        }
    }
}
