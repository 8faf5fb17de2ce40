package host.spore.spawn.cdk;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.IEventBus;
import software.amazon.awscdk.services.events.IRuleTarget;
import software.amazon.awscdk.services.events.Match;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.targets.EventBus;
import software.amazon.awscdk.services.events.targets.EventBusProps;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.events.targets.SfnStateMachine;
import software.amazon.awscdk.services.events.targets.SqsQueue;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PrincipalWithConditions;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/**
 * Rules: what is said where, and who hears it. A rule's target is tried for a bounded time; what is left then is kept in
 * a queue, never dropped: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
final class Routes {
    static final String STATE_CHANGE = "EC2 Instance State-change Notification";
    static final String SPOT_WARNING = "EC2 Spot Instance Interruption Warning";

    /** What the control plane itself asks for, when an agent's word is one that its launch provided for. */
    static final List<String> OF_AGENTS_WORDS = List.of("StopInstance", "HibernateInstance", "TerminateInstance");

    /** All that it asks for: the workers of a queue are launched, too, and members of arrays again. */
    private static final List<String> CONTROL_COMMANDS =
            List.of("StopInstance", "HibernateInstance", "TerminateInstance", "LaunchInstance");

    /** What workers say of jobs; their instances' agents say the rest. */
    private static final List<String> OF_JOBS = List.of("JobStarted", "JobEnded");

    /** What becomes of an instance. */
    private static final List<String> OF_WORKERS = List.of(
            "InstanceReady", "LaunchFailed", "LaunchRejected", "LaunchDelayed", "InstanceEnded", "InstanceExpired");

    /** What becomes of a row of a sweep. Whose an instance is that has ended, only its row in the table says. */
    private static final List<String> OF_ROWS = List.of(
            "InstanceLaunched", "InstanceReady", "LaunchFailed", "LaunchRejected", "InstanceEnded", "InstanceExpired");

    /** What somebody may want to be alerted of; the function knows which kind it is of, if of any. */
    private static final List<String> ALERTING = List.of(
            "InstanceLaunched",
            "InstanceReady",
            "ArrayReady",
            "LaunchFailed",
            "LaunchRejected",
            "LaunchDelayed",
            "CommandFailed",
            "CommandRejected",
            "InstanceExpired",
            "InstanceEnded",
            "AgentUnsteady",
            "CostWarning",
            "DriftReported",
            "QueueCompleted",
            "QueueFailed",
            "QueueCancelled",
            "SweepCompleted",
            "SweepFailed",
            "SweepCancelled");

    /** The same of what agents say. */
    private static final List<String> ALERTING_OF_AGENTS =
            List.of("DeadlineWarning", "InstanceIdle", "SpotInterrupted", "WorkloadExited", "AgentProblem");

    /** As {@code functions} names them. */
    private static final String WORKER_NAMES = "spawn-worker-";

    /** EventBridge's own default number of tries; the time is what bounds them here. */
    private static final int TRIES = 185;

    private final Construct scope;

    Routes(Construct scope) {
        this.scope = scope;
    }

    /** Every command goes to the intake. Three minutes of tries, then the reaper has it. */
    void commands(IEventBus bus, Flow intake, IQueue undelivered) {
        var caller = caller(
                "CommandsRole",
                Allow.to("StartTheIntake", "states:StartExecution").on(intake.arn()));
        rule("Commands", "spawn-commands", "Commands go to the intake", bus, started(intake, caller, undelivered))
                .addEventPattern(
                        EventPattern.builder().source(List.of("spawn.cli")).build());
        // By type: the control plane says much else. A type that is no command is no mistake of a user's here.
        rule(
                        "ControlCommands",
                        "spawn-control-commands",
                        "Commands of the control plane go to the intake too",
                        bus,
                        started(intake, caller, undelivered))
                .addEventPattern(EventPattern.builder()
                        .source(List.of("spawn.control"))
                        .detailType(CONTROL_COMMANDS)
                        .build());
    }

    private static IRuleTarget started(Flow intake, IRole caller, IQueue undelivered) {
        return SfnStateMachine.Builder.create(intake.machine())
                .role(caller)
                .deadLetterQueue(undelivered)
                .maxEventAge(Duration.minutes(3))
                .retryAttempts(TRIES)
                .build();
    }

    void agents(IEventBus bus, JavaFunction agent, IQueue undelivered) {
        rule("Agents", "spawn-agent", "What agents say is heard", bus, function(agent, undelivered))
                .addEventPattern(EventPattern.builder()
                        .source(Match.prefix("spawn.agent/"))
                        .detailType(Match.anythingBut(OF_JOBS.toArray()))
                        .build());
    }

    void queues(IEventBus bus, QueueFunctions functions, IQueue undelivered) {
        rule(
                        "Jobs",
                        "spawn-queue-jobs",
                        "What workers say of jobs",
                        bus,
                        function(functions.function("Jobs"), undelivered))
                .addEventPattern(EventPattern.builder()
                        .source(Match.prefix("spawn.agent/"))
                        .detailType(OF_JOBS)
                        .build());
        rule(
                        "Workers",
                        "spawn-queue-workers",
                        "What becomes of workers",
                        bus,
                        function(functions.function("Workers"), undelivered))
                .addEventPattern(EventPattern.builder()
                        .source(List.of("spawn.control"))
                        .detailType(OF_WORKERS)
                        .detail(Map.of("name", Match.prefix(WORKER_NAMES)))
                        .build());
        rule(
                        "StoppedWorkers",
                        "spawn-queue-stopped",
                        "A worker that was stopped serves nobody",
                        null,
                        function(functions.function("Workers"), undelivered))
                .addEventPattern(stopped("aws.ec2", STATE_CHANGE));
        rule(
                        "ObservedStoppedWorkers",
                        "spawn-queue-stopped-observed",
                        "Stops whose event was lost",
                        bus,
                        function(functions.function("Workers"), undelivered))
                .addEventPattern(stopped("spawn.control", "InstanceObserved"));
        rule(
                        "TidyQueues",
                        "spawn-queue-tidy",
                        "Where queues run, machines that none of them uses any more are removed",
                        bus,
                        function(functions.function("Tidy"), undelivered))
                .addEventPattern(EventPattern.builder()
                        .source(List.of("spawn.control"))
                        .detailType(List.of("QueueCompleted", "QueueFailed"))
                        .build());
    }

    void sweeps(IEventBus bus, JavaFunction heard, IQueue undelivered) {
        var target = function(heard, undelivered);
        rule("Rows", "spawn-sweep-rows", "What becomes of instances, for the sweeps among them", bus, target)
                .addEventPattern(EventPattern.builder()
                        .source(List.of("spawn.control"))
                        .detailType(OF_ROWS)
                        .build());
        rule("Workloads", "spawn-sweep-workloads", "A row may be over when its command is", bus, target)
                .addEventPattern(EventPattern.builder()
                        .source(Match.prefix("spawn.agent/"))
                        .detailType(List.of("WorkloadExited"))
                        .build());
    }

    void arrays(IEventBus bus, JavaFunction refill, IQueue undelivered) {
        rule(
                        "Refills",
                        "spawn-array-refill",
                        "A member of an array that was interrupted may have another one in its place",
                        bus,
                        function(refill, undelivered))
                .addEventPattern(EventPattern.builder()
                        .source(List.of("spawn.control"))
                        .detailType(List.of("InstanceEnded"))
                        .detail(Map.of("cause", List.of("spot")))
                        .build());
    }

    private static EventPattern stopped(String source, String detailType) {
        return EventPattern.builder()
                .source(List.of(source))
                .detailType(List.of(detailType))
                .detail(Map.of("state", List.of("stopped")))
                .build();
    }

    void alerts(IEventBus bus, JavaFunction alert, IQueue undelivered) {
        var target = function(alert, undelivered);
        rule("Alerts", "spawn-alerts", "What people may want to be alerted of", bus, target)
                .addEventPattern(EventPattern.builder()
                        .source(List.of("spawn.control"))
                        .detailType(ALERTING)
                        .build());
        rule("AgentAlerts", "spawn-alerts-agents", "The same of what agents say", bus, target)
                .addEventPattern(EventPattern.builder()
                        .source(Match.prefix("spawn.agent/"))
                        .detailType(ALERTING_OF_AGENTS)
                        .build());
    }

    /** EC2 speaks on the default bus of the account, and there only. */
    void ec2(JavaFunction observe, IQueue undelivered) {
        rule(
                        "Observed",
                        "spawn-ec2-state",
                        "State changes of instances are noted",
                        null,
                        function(observe, undelivered))
                .addEventPattern(ec2(STATE_CHANGE));
        rule("Spot", "spawn-ec2-spot", "Spot interruptions are noted", null, function(observe, undelivered))
                .addEventPattern(ec2(SPOT_WARNING));
    }

    /** To the infrastructure bus, of this account or another one; EventBridge itself writes the account on the event. */
    void forward(IEventBus workloadBus, String infrastructureBusArn, IQueue undelivered) {
        var bus = software.amazon.awscdk.services.events.EventBus.fromEventBusArn(
                scope, "InfrastructureBus", infrastructureBusArn);
        var target = new EventBus(
                bus,
                EventBusProps.builder()
                        .role(caller(
                                "ForwardRole",
                                Allow.to("ForwardToTheInfrastructure", "events:PutEvents")
                                        .on(infrastructureBusArn)))
                        .deadLetterQueue(undelivered)
                        .build());
        var rule = rule("Forwarded", "spawn-ec2-forward", "State changes feed the names", null, target);
        rule.addEventPattern(ec2(STATE_CHANGE));
        bound(rule);
        var observed = rule(
                "ForwardedObserved",
                "spawn-observed-forward",
                "State changes whose event was lost feed the names too",
                workloadBus,
                target);
        observed.addEventPattern(observed(null));
        bound(observed);
    }

    /** On the infrastructure bus: from accounts that are ours alone, since the account decides the sub-domain. */
    void names(IEventBus bus, IQueue changes, List<String> accounts, IQueue undelivered) {
        var target = SqsQueue.Builder.create(changes)
                .deadLetterQueue(undelivered)
                .maxEventAge(Duration.hours(1))
                .retryAttempts(TRIES)
                .build();
        rule("Names", "spawn-dns", "State changes become records", bus, target)
                .addEventPattern(EventPattern.builder()
                        .source(List.of("aws.ec2"))
                        .detailType(List.of(STATE_CHANGE))
                        .account(accounts)
                        .build());
        rule("ObservedNames", "spawn-dns-observed", "State changes whose event was lost become records", bus, target)
                .addEventPattern(observed(accounts));
    }

    /** What the reaper says in place of events of EC2's that were lost. */
    private static EventPattern observed(@Nullable List<String> accounts) {
        return EventPattern.builder()
                .source(List.of("spawn.control"))
                .detailType(List.of("InstanceObserved", "NamesListed"))
                .account(accounts)
                .build();
    }

    private Rule rule(String id, String name, String description, @Nullable IEventBus bus, IRuleTarget target) {
        return Rule.Builder.create(scope, id)
                .ruleName(name)
                .description(description)
                .eventBus(bus)
                .targets(List.of(target))
                .build();
    }

    /** CDK's target for a bus knows no retry policy; CloudFormation does. */
    private static void bound(Rule rule) {
        if (rule.getNode().getDefaultChild() instanceof CfnRule template) {
            template.addPropertyOverride(
                    "Targets.0.RetryPolicy",
                    new TreeMap<>(Map.of("MaximumEventAgeInSeconds", 3600, "MaximumRetryAttempts", TRIES)));
        } else {
            throw new IllegalStateException("a Rule is no longer made of one CfnRule; set its retry policy anew");
        }
    }

    /** EventBridge, for a rule of this account: https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html */
    private IRole caller(String id, Allow permission) {
        return Role.Builder.create(scope, id)
                .description("Of EventBridge, for a rule of spawn")
                .assumedBy(new PrincipalWithConditions(
                        ServicePrincipal.Builder.create("events.amazonaws.com").build(),
                        Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID))))
                .inlinePolicies(Map.of(
                        "permissions",
                        PolicyDocument.Builder.create()
                                .statements(List.of(permission.statement()))
                                .build()))
                .build()
                .withoutPolicyUpdates();
    }

    private static EventPattern ec2(String detailType) {
        return EventPattern.builder()
                .source(List.of("aws.ec2"))
                .detailType(List.of(detailType))
                .build();
    }

    static IRuleTarget function(JavaFunction function, IQueue undelivered) {
        return LambdaFunction.Builder.create(function.callable())
                .deadLetterQueue(undelivered)
                .maxEventAge(Duration.hours(1))
                .retryAttempts(TRIES)
                .build();
    }
}
