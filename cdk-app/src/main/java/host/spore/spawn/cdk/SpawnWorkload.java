package host.spore.spawn.cdk;

import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/** What launches, watches and ends instances in an account. */
public final class SpawnWorkload extends Stack {
    static final String BUS = "spawn";

    SpawnWorkload(Construct scope, String id, StackProps properties, Settings settings, Artefacts artefacts) {
        super(scope, id, properties);
        var platform = new JavaFunction.Platform(
                Code.fromAsset(artefacts.functions().toString()), settings.architecture(), settings.snapStart());
        String infrastructureBusArn = settings.infrastructureBusArn()
                .orElseGet(() -> Allow.arn("events", "event-bus/" + SpawnInfrastructure.BUS));
        String binariesBucket = settings.binariesBucket().orElseGet(() -> Binaries.nameIn(Aws.ACCOUNT_ID, Aws.REGION));

        var bus = EventBus.Builder.create(this, "Bus")
                .eventBusName(BUS)
                .description("Commands, and what the control plane and the agents say")
                .build();
        var tables = new Tables(this, "Tables");
        var results = results(settings);
        var alarms = new Alarms(this, "Alarms", "spawn-alarms");
        var intakeQueue = Undelivered.queue(this, "IntakeQueue", "spawn-intake-undelivered");
        var undelivered = Undelivered.queue(this, "Undelivered", "spawn-undelivered");

        var instances = new InstanceIdentity(
                this,
                "Instance",
                bus.getEventBusArn(),
                "arn:" + Aws.PARTITION + ":s3:::" + binariesBucket,
                results,
                settings);
        var functions = new FlowFunctions(
                this,
                "Functions",
                platform,
                bus,
                tables,
                new FlowFunctions.LaunchPlace(settings, instances, binariesBucket, artefacts, results.getBucketName()));
        var queueFunctions = new QueueFunctions(
                this, "QueueFunctions", platform, bus, tables, results, settings.queueResultBuckets(), undelivered);
        var sweepFunctions =
                new SweepFunctions(this, "SweepFunctions", platform, settings, bus, tables, results, undelivered);
        var alertFunctions = new AlertFunctions(this, "Alerting", platform, settings, bus, tables, undelivered);
        var flows = new Flows(
                this,
                "Flows",
                functions,
                queueFunctions,
                sweepFunctions,
                results,
                alertFunctions,
                bus,
                tables,
                intakeQueue);
        var listeners = new Listeners(this, "Listeners", platform, bus, tables, undelivered);
        var routes = new Routes(this);
        routes.commands(bus, flows.intake(), intakeQueue);
        routes.agents(bus, listeners.agent(), undelivered);
        routes.queues(bus, queueFunctions, undelivered);
        routes.sweeps(bus, sweepFunctions.heard(), undelivered);
        routes.arrays(bus, listeners.refill(), undelivered);
        routes.alerts(bus, alertFunctions.alert(), undelivered);
        routes.ec2(listeners.observe(), undelivered);
        routes.forward(bus, infrastructureBusArn, undelivered);
        new History(this, "History", platform, tables, undelivered);
        new Reaper(this, "Reaper", platform, bus, tables, flows, intakeQueue, undelivered, alarms, settings);
        new Seeing(this, "Seeing", platform, tables, results, settings);
        settings.infrastructureAccount()
                .ifPresent(account -> new DnsReader(
                        this, "DnsReader", account, settings.externalId().orElseThrow()));

        settings.privateZoneId()
                .ifPresent(zoneId -> SharedZone.member(
                        this,
                        settings.infrastructureAccount().orElseThrow(),
                        settings.externalId().orElseThrow(),
                        zoneId,
                        settings.vpcId().orElseThrow()));

        // The reaper empties this one every four minutes.
        alarms.whenNotEmpty(
                "CommandsLeftOver",
                intakeQueue,
                3,
                "A command could not be started, and the reaper could not start it either; read the messages of"
                        + " spawn-intake-undelivered and the log of the function spawn-reaper.",
                "a-command-was-not-started");
        alarms.whenNotEmpty(
                "EventsLeftOver",
                undelivered,
                1,
                "An event could not be handled; read the messages of spawn-undelivered and the logs of the functions"
                        + " spawn-agent, spawn-observe, spawn-history, spawn-alert, spawn-refill and spawn-reaper.",
                "an-event-was-not-handled");
        alarms.whenNotEmpty(
                "AlertsLeftOver",
                alertFunctions.undeliveredAlerts(),
                1,
                "Somebody was not alerted of something; read the messages of spawn-alerts-undelivered, which name the"
                        + " destination and why, and try it with spawn alerts test-destination.",
                "an-alert-was-not-delivered");
        alarms.whenLaunchesFail("LaunchesFail");
        alarms.whenExecutionsFail(
                "ExecutionsFail", flows.intake().machine(), flows.lifecycle().machine());
        alarms.whenAnAgentIsSilent("AgentSilent");
        alarms.whenItDrifts("Drifts");
        alarms.whenItCosts("Costs", settings.spendAlarmUsdPerHour());

        output("BusArn", bus.getEventBusArn(), "For the command line: SPAWN_BUS");
        settings.domain().ifPresent(domain -> output("Domain", domain, "For the command line: SPAWN_DOMAIN"));
        settings.privateDomain()
                .ifPresent(domain -> output("PrivateDomain", domain, "Domain of the names in the private zone"));
        output("InstancesTable", tables.instances().getTableName(), "One row per instance");
        output("NamesTable", tables.names().getTableName(), "One row per name in use");
        output("OutcomesTable", tables.outcomes().getTableName(), "One row per command that has an outcome");
        output("HistoryTable", tables.history().getTableName(), "What became of every instance, by its id");
        output(
                "QueuesTable",
                tables.queues().getTableName(),
                "The runs of batch queues: their jobs, gates and workers");
        output("SweepsTable", tables.sweeps().getTableName(), "Sweeps, and their rows that have begun");
        output("AlertsTable", tables.alerts().getTableName(), "Destinations of alerts, and what was told to each");
        output(
                "ResultsBucket",
                results.getBucketName(),
                "What instances stored. Retained when this stack is deleted: empty and delete it yourself");
        output(
                "AvailabilityStatsTable",
                tables.availabilityStats().getTableName(),
                "What is remembered of capacity: one row per type, zone and market");
        output("IntakeArn", flows.intake().arn(), "Target of rules and schedules of yours that are to start commands");
        output("InstanceProfileArn", instances.roles().usualProfileArn(), "What an instance may do");
        output("SecurityGroupId", instances.securityGroupId(), "Who may reach an instance: nobody");
        output("AlarmTopicArn", alarms.topic().getTopicArn(), "Subscribe to hear the alarms of this stack");
        output(
                "OnDestroyParameter",
                Guard.ON_DESTROY,
                "Set it to end-instances to delete the stack with its instances");

        SpawnStacks.tag(this);
        var guard = new Guard(this, "Guard", platform, bus);
        new Queries(this, "Queries");
        guard.deletedFirst();
    }

    /**
     * Results are a user's work: they stay when the stack goes. Their bucket has a name that can be known without looking,
     * and CloudFormation cannot make it a second time; so a later stack is told to go on with it.
     * https://repost.aws/knowledge-center/cdk-already-exists-error
     */
    private IBucket results(Settings settings) {
        if (settings.resultsBucket().isPresent()) {
            return Bucket.fromBucketName(
                    this, "Results", settings.resultsBucket().get());
        }
        var bucket = PrivateBucket.in(this, "Results")
                .bucketName("spawn-results-" + Aws.ACCOUNT_ID + "-" + Aws.REGION)
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        Inboxes.announce(bucket);
        return bucket;
    }

    private void output(String name, String value, String description) {
        CfnOutput.Builder.create(this, name)
                .value(value)
                .description(description)
                .build();
    }
}
