package host.spore.spawn.cdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.IEventBus;
import software.constructs.Construct;

/** The decisions that flows ask for. */
final class FlowFunctions extends Construct {
    private final Map<String, JavaFunction> byName = new LinkedHashMap<>();
    private final JavaFunction.Platform platform;

    /** What a launch needs to know about the place where it launches. */
    record LaunchPlace(
            Settings settings,
            InstanceIdentity instances,
            String binariesBucket,
            Artefacts artefacts,
            String resultsBucket) {}

    FlowFunctions(
            Construct scope,
            String id,
            JavaFunction.Platform platform,
            IEventBus bus,
            Tables tables,
            LaunchPlace place) {
        super(scope, id);
        this.platform = platform;
        var instancesTable = tables.instances();
        var namesTable = tables.names();
        var outcomesTable = tables.outcomes();

        add(
                "Plan",
                "spawn-plan",
                "launch.PlanHandler",
                "Checks a launch and says how to do it: candidates, tags, user data",
                Duration.seconds(60),
                launchEnvironment(bus, tables, place),
                List.of(
                        Allow.lookAtInstances(),
                        Allow.to("AskWhetherOthersFailed", "dynamodb:GetItem")
                                .on(tables.breakers().getTableArn()),
                        // What an instance type is has no ARN, and an image's description takes none.
                        Allow.to("LookAtTypesAndImages", "ec2:DescribeInstanceTypes", "ec2:DescribeImages")
                                .onEverything(),
                        Allow.to("RecallCapacity", "dynamodb:BatchGetItem")
                                .on(tables.availabilityStats().getTableArn()),
                        // Neither have a price list and the spot market's history.
                        Allow.to("AskForPrices", "pricing:GetProducts", "ec2:DescribeSpotPriceHistory")
                                .onEverything(),
                        Allow.to(
                                        "LookAtWhatALaunchNames",
                                        "ec2:DescribeSubnets",
                                        "ec2:DescribeSecurityGroups",
                                        "ec2:DescribeLaunchTemplateVersions")
                                .onEverything(),
                        Allow.to("ReadTheDeclaredProfiles", "ssm:GetParameter")
                                .on(Allow.arn("ssm", "parameter" + InstanceRoles.PARAMETERS + "*")),
                        readTheImageParameters(place.settings())));
        add(
                "Run",
                "spawn-run",
                "launch.RunHandler",
                "Makes one attempt to launch an instance, and says what EC2 answered",
                Duration.seconds(90),
                Map.of(
                        "SPAWN_AVAILABILITY_STATS_TABLE",
                        tables.availabilityStats().getTableName()),
                Stream.concat(
                                Stream.of(toRememberCapacity(tables)),
                                LaunchPermissions.of(place.settings(), place.instances()))
                        .toList());
        add(
                "Array",
                "spawn-array",
                "array.ArrayHandler",
                "Claims the names of an array, and sums up how its members' launches ended",
                Duration.seconds(290),
                Map.of(
                        "SPAWN_NAMES_TABLE", namesTable.getTableName(),
                        "SPAWN_OUTCOMES_TABLE", outcomesTable.getTableName(),
                        "SPAWN_INSTANCES_TABLE", instancesTable.getTableName()),
                List.of(
                        Allow.to("ClaimItsNames", "dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem")
                                .on(namesTable.getTableArn()),
                        Allow.to("ReadTheOutcomes", "dynamodb:GetItem").on(outcomesTable.getTableArn()),
                        Allow.to("NoteWhyTheyEnd", "dynamodb:GetItem", "dynamodb:UpdateItem")
                                .on(instancesTable.getTableArn()),
                        Allow.toOurInstances("EndWhatIsNotReady", "ec2:TerminateInstances")));
        add(
                "Member",
                "spawn-member",
                "array.MemberHandler",
                "Gives a member of an array its own name",
                Duration.seconds(50),
                Map.of(),
                List.of(Allow.toOurInstances("TagTheMember", "ec2:CreateTags")
                        .when(
                                "ForAllValues:StringEquals",
                                "aws:TagKeys",
                                List.of("Name", "spawn:array-index", "spawn:dns"))));
        add(
                "Lifecycle",
                "spawn-lifecycle",
                "lifecycle.LifecycleHandler",
                "Says what is due for an instance",
                Duration.seconds(60),
                Map.of("SPAWN_INSTANCES_TABLE", instancesTable.getTableName()),
                List.of(
                        Allow.lookAtInstances(),
                        Allow.to("ReadTheRow", "dynamodb:GetItem").on(instancesTable.getTableArn())));
        add(
                "Outcome",
                "spawn-outcome",
                "outcome.OutcomeHandler",
                "Writes an outcome once and publishes it at least once",
                Duration.seconds(50),
                Map.of(
                        "SPAWN_OUTCOMES_TABLE", outcomesTable.getTableName(),
                        "SPAWN_BUS_NAME", bus.getEventBusName()),
                List.of(
                        Allow.to("WriteOnce", "dynamodb:PutItem", "dynamodb:UpdateItem")
                                .on(outcomesTable.getTableArn()),
                        Allow.toSpeakForTheControlPlane(bus.getEventBusArn())));
        add(
                "Extend",
                "spawn-extend",
                "extend.ExtendHandler",
                "Moves a deadline: row, tag, wake",
                Duration.seconds(60),
                Map.of(
                        "SPAWN_INSTANCES_TABLE", instancesTable.getTableName(),
                        "SPAWN_NAMES_TABLE", namesTable.getTableName()),
                List.of(
                        Allow.lookAtInstances(),
                        Allow.to("ReadTheClaim", "dynamodb:GetItem").on(namesTable.getTableArn()),
                        Allow.to("MoveTheDeadline", "dynamodb:GetItem", "dynamodb:UpdateItem")
                                .on(instancesTable.getTableArn()),
                        Allow.toOurInstances("WriteTheDeadlineTag", "ec2:CreateTags")
                                .when("ForAllValues:StringEquals", "aws:TagKeys", List.of("ttl")),
                        Allow.toAnswerTasks("states:SendTaskSuccess")));
        add(
                "Resolve",
                "spawn-resolve",
                "resolve.ResolveHandler",
                "Finds the instance that a command means",
                Duration.seconds(60),
                Map.of(
                        "SPAWN_INSTANCES_TABLE", instancesTable.getTableName(),
                        "SPAWN_NAMES_TABLE", namesTable.getTableName()),
                List.of(
                        Allow.lookAtInstances(),
                        Allow.to("ReadClaimAndRow", "dynamodb:GetItem")
                                .on(namesTable.getTableArn(), instancesTable.getTableArn())));
        add(
                "Select",
                "spawn-select",
                "select.SelectHandler",
                "Finds the instances that a command about many means",
                Duration.seconds(60),
                Map.of(),
                List.of(Allow.lookAtInstances()));
        add(
                "SumUp",
                "spawn-sum-up",
                "select.SumUpHandler",
                "Says how a command about many instances ended",
                Duration.seconds(60),
                Map.of("SPAWN_OUTCOMES_TABLE", outcomesTable.getTableName()),
                List.of(Allow.to("ReadTheOutcomes", "dynamodb:GetItem").on(outcomesTable.getTableArn())));
    }

    /** ARN of what a flow calls. */
    String arn(String id) {
        var function = byName.get(id);
        if (function == null) {
            throw new IllegalArgumentException("function " + id + ": there are " + byName.keySet());
        }
        return function.arn();
    }

    private void add(
            String id,
            String name,
            String handler,
            String purpose,
            Duration timeout,
            Map<String, String> environment,
            List<Allow> permissions) {
        // Each of these is shorter than the time-out of the flows' tasks, so that a flow hears the function's own
        // error.
        var spec = new JavaFunction.Spec(name, handler, purpose, timeout, true, null, environment, permissions);
        byName.put(id, new JavaFunction(this, id, platform, spec));
    }

    private static Map<String, String> launchEnvironment(IEventBus bus, Tables tables, LaunchPlace place) {
        var settings = place.settings();
        var environment = new LinkedHashMap<String, String>();
        environment.put("SPAWN_BUS_NAME", bus.getEventBusName());
        environment.put("SPAWN_BREAKERS_TABLE", tables.breakers().getTableName());
        environment.put("SPAWN_MAX_INSTANCES", Integer.toString(settings.maxInstances()));
        environment.put("SPAWN_BOOT_BUDGET_SECONDS", Integer.toString(settings.bootBudgetSeconds()));
        environment.put("SPAWN_INSTANCE_PROFILE_ARN", place.instances().roles().usualProfileArn());
        environment.put(
                "SPAWN_QUIET_INSTANCE_PROFILE_ARN", place.instances().roles().quietProfileArn());
        environment.put(
                "SPAWN_WORKER_INSTANCE_PROFILE_ARN", place.instances().roles().workerProfileArn());
        environment.put("SPAWN_SECURITY_GROUP_IDS", place.instances().securityGroupId());
        environment.put("SPAWN_BINARIES_BUCKET", place.binariesBucket());
        var artefacts = place.artefacts();
        environment.put("SPAWN_SPORED_KEY", artefacts.spored().key());
        environment.put("SPAWN_SPORED_SHA256", artefacts.spored().sha256());
        artefacts.sporedArm64().ifPresent(archive -> {
            environment.put("SPAWN_SPORED_KEY_ARM64", archive.key());
            environment.put("SPAWN_SPORED_SHA256_ARM64", archive.sha256());
        });
        environment.put("SPAWN_SPORED_PUBLIC_KEY", artefacts.sporedPublicKey());
        environment.put(
                "SPAWN_AVAILABILITY_STATS_TABLE", tables.availabilityStats().getTableName());
        environment.put("SPAWN_CAPACITY_MEMORY_SECONDS", Integer.toString(settings.capacityMemorySeconds()));
        environment.put("SPAWN_RESULTS_BUCKET", place.resultsBucket());
        environment.put("SPAWN_INSTANCE_ARNS", InstanceIdentity.instanceArns());
        settings.domain().ifPresent(domain -> environment.put("SPAWN_DOMAIN", domain));
        settings.privateDomain().ifPresent(domain -> environment.put("SPAWN_INTERNAL_DOMAIN", domain));
        settings.subnetId().ifPresent(subnet -> environment.put("SPAWN_SUBNET_ID", subnet));
        settings.amiParameterAl2023().ifPresent(name -> environment.put("SPAWN_AMI_PARAMETER_AL2023", name));
        settings.amiParameterUbuntu().ifPresent(name -> environment.put("SPAWN_AMI_PARAMETER_UBUNTU_24_04", name));
        settings.amiParameterAl2023Arm64().ifPresent(name -> environment.put("SPAWN_AMI_PARAMETER_AL2023_ARM64", name));
        settings.amiParameterUbuntuArm64()
                .ifPresent(name -> environment.put("SPAWN_AMI_PARAMETER_UBUNTU_24_04_ARM64", name));
        return environment;
    }

    /** A conditional write of what was read. */
    static Allow toRememberCapacity(Tables tables) {
        return Allow.to("RememberCapacity", "dynamodb:BatchGetItem", "dynamodb:PutItem")
                .on(tables.availabilityStats().getTableArn());
    }

    /** Public parameters belong to no account; a user's own do. */
    private static Allow readTheImageParameters(Settings settings) {
        var publicOnes = Stream.of("ami-amazon-linux-latest/*", "canonical/ubuntu/server/24.04/*")
                .map(path -> "arn:" + Aws.PARTITION + ":ssm:" + Aws.REGION + "::parameter/aws/service/" + path);
        var ownOnes = Stream.of(
                        settings.amiParameterAl2023(),
                        settings.amiParameterUbuntu(),
                        settings.amiParameterAl2023Arm64(),
                        settings.amiParameterUbuntuArm64())
                .flatMap(Optional::stream)
                .map(name -> Allow.arn("ssm", "parameter/" + name.replaceFirst("^/", "")));
        return Allow.to("ReadTheImageParameters", "ssm:GetParameter")
                .on(Stream.concat(publicOnes, ownOnes).toArray(String[]::new));
    }
}
