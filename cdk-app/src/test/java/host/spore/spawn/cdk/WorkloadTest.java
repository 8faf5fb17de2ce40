package host.spore.spawn.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.cdk.iam.Request;
import host.spore.spawn.cdk.iam.Statement;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What else the stacks promise. */
class WorkloadTest {
    private final Template template = Synthesis.workload();

    @Test
    void aReaperThatIsGoneIsAlarming() {
        var alarm = template.one("AWS::CloudWatch::Alarm", "/Absent").properties();
        assertThat(alarm.string("Namespace")).isEqualTo("Spawn");
        assertThat(alarm.string("MetricName")).isEqualTo("Sweeps");
        assertThat(alarm.has("Dimensions")).isFalse();
        assertThat(alarm.string("TreatMissingData")).isEqualTo("breaching");
        assertThat(alarm.string("ComparisonOperator")).isEqualTo("LessThanThreshold");
        assertThat(alarm.array("AlarmActions")).hasSize(1);
    }

    @Test
    void everyQueueOfUndeliveredEventsIsWatched() {
        for (var stack : List.of(template, Synthesis.infrastructure())) {
            var watched = stack.all("AWS::CloudWatch::Alarm")
                    .flatMap(alarm -> new Resolver(stack, "1", "r").properties(alarm).objects("Dimensions").stream())
                    .map(dimension -> dimension.string("Value"))
                    .toList();
            // One that hands on to such a queue is none itself.
            assertThat(stack.all("AWS::SQS::Queue")
                            .filter(queue -> !queue.properties().has("RedrivePolicy"))
                            .map(queue -> queue.properties().string("QueueName")))
                    .isNotEmpty()
                    .allMatch(watched::contains);
        }
    }

    /** CloudFormation deletes a resource before what it depends on: so this one goes first, or nothing does. */
    @Test
    void theGuardIsDeletedBeforeEverythingElse() {
        // Given
        var guard = template.all("Custom::SpawnGuard").findFirst().orElseThrow();

        // When
        var reached = reachable(guard);

        // Then
        var others = template.resources().stream()
                .map(Template.Resource::id)
                .filter(id -> !id.equals(guard.id()))
                .toList();
        assertThat(others).hasSizeGreaterThan(80);
        assertThat(reached).containsAll(others);
    }

    @Test
    void deletionIsRefusedUnlessSomebodySaysOtherwise() {
        var parameter =
                template.all("AWS::SSM::Parameter").findFirst().orElseThrow().properties();
        assertThat(parameter.string("Name")).isEqualTo("/spawn/on-destroy");
        assertThat(parameter.string("Value")).isEqualTo("refuse");
        var guard = template.all("Custom::SpawnGuard").findFirst().orElseThrow().properties();
        assertThat(guard.string("OnDestroyParameter")).isEqualTo("/spawn/on-destroy");
    }

    @Test
    void onlyResultsStayBehind() {
        var retained = Stream.of(template, Synthesis.infrastructure())
                .flatMap(stack -> stack.resources().stream())
                .filter(resource -> resource.json()
                        .optionalString("DeletionPolicy")
                        .orElse("Delete")
                        .equals("Retain"))
                .map(Template.Resource::path);
        assertThat(retained).containsExactly("SpawnWorkload/Results");
    }

    /** Its name is taken by then, and CloudFormation would refuse to make it again. */
    @Test
    void aLaterStackGoesOnWithTheResultsOfAnEarlierOne() {
        var later = Synthesis.workload(Map.of("resultsBucket", "spawn-results-123456789012-us-east-1"));
        assertThat(later.all("AWS::S3::Bucket")).isEmpty();
        assertThat(template.all("AWS::S3::Bucket")).hasSize(1);
    }

    /** The agent puts its instance's id behind the prefix it is told; the role must allow just that. */
    @ParameterizedTest
    @ValueSource(strings = {"instances/", "sweeps/lr-20261126-3f2a1b/rows/17/"})
    void theAgentIsToldThePrefixThatItsRoleAllows(String folder) {
        // Given
        var plan = template.all("AWS::Lambda::Function")
                .map(new Resolver(template, "123456789012", "us-east-1")::properties)
                .filter(function -> function.string("FunctionName").equals("spawn-plan"))
                .findFirst()
                .orElseThrow();
        var told = plan.object("Environment").object("Variables");
        String instance = "arn:aws:ec2:us-east-1:123456789012:instance/i-0c5d1f2a3b4c5d6e7";

        // When
        String key = folder + told.string("SPAWN_INSTANCE_ARNS") + "i-0c5d1f2a3b4c5d6e7/out.csv";

        // Then
        assertThat(Statement.allows(
                        Policies.ofRole(template, "/Instance/Role"),
                        Request.of("s3:PutObject", "arn:aws:s3:::" + told.string("SPAWN_RESULTS_BUCKET") + "/" + key)
                                .with("ec2:SourceInstanceARN", instance)))
                .isTrue();
    }

    @Test
    void nothingComesIntoAnInstance() {
        var group = template.all("AWS::EC2::SecurityGroup")
                .findFirst()
                .orElseThrow()
                .properties();
        assertThat(group.array("SecurityGroupIngress")).isEmpty();
        assertThat(group.has("VpcId")).as("the default VPC").isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "spawn-instances, instance_id",
        "spawn-names, name",
        "spawn-outcomes, command_id",
        "spawn-availability-stats, offer",
        "spawn-breakers, template_hash",
    })
    void aTableCostsNothingAtRestAndCanBeBroughtBack(String name, String key) {
        var table = table(name);
        assertThat(table.string("BillingMode")).isEqualTo("PAY_PER_REQUEST");
        assertThat(table.objects("KeySchema"))
                .containsExactly(JsonObject.parse("{\"AttributeName\":\"" + key + "\",\"KeyType\":\"HASH\"}"));
        assertThat(table.object("PointInTimeRecoverySpecification").bool("PointInTimeRecoveryEnabled", false))
                .isTrue();
        assertThat(table.object("SSESpecification").bool("SSEEnabled", false)).isTrue();
    }

    @Test
    void historyIsReadFromTheRowsAndCallsNobodyWhileNothingChanges() {
        var history = table("spawn-history");
        assertThat(history.objects("KeySchema").stream().map(part -> part.string("AttributeName")))
                .containsExactly("instance_id", "entry");
        assertThat(history.object("PointInTimeRecoverySpecification").bool("PointInTimeRecoveryEnabled", false))
                .isTrue();
        assertThat(history.object("TimeToLiveSpecification").string("AttributeName"))
                .isEqualTo("expires_at_epoch_seconds");
        assertThat(table("spawn-instances").object("StreamSpecification").string("StreamViewType"))
                .isEqualTo("NEW_AND_OLD_IMAGES");
        var mapping = template.one("AWS::Lambda::EventSourceMapping", "History/Stream")
                .properties();
        assertThat(mapping.string("StartingPosition")).isEqualTo("TRIM_HORIZON");
        assertThat(mapping.bool("BisectBatchOnFunctionError", false)).isTrue();
        assertThat(mapping.object("DestinationConfig").has("OnFailure")).isTrue();
    }

    /** An execution of months ago goes on with the definition of its start: what that names must still be there. */
    @Test
    void noFlowCallsAVersionThatADeploymentReplaces() {
        var machines = template.all("AWS::StepFunctions::StateMachine").toList();
        assertThat(machines).hasSizeGreaterThan(7);
        machines.forEach(machine -> {
            assertThat(machine.properties().optionalString("StateMachineName")).isPresent();
            machine.properties()
                    .object("DefinitionSubstitutions")
                    .members()
                    .forEach((name, value) -> assertThat(value.toString())
                            .as(machine.properties().string("StateMachineName") + " " + name)
                            .doesNotContain("Version"));
        });
    }

    @Test
    void whatWasToldExpiresAndDestinationsCanBeBroughtBack() {
        var table = table("spawn-alerts");
        assertThat(table.objects("KeySchema").stream().map(part -> part.string("AttributeName")))
                .containsExactly("subject", "item");
        assertThat(table.object("TimeToLiveSpecification").string("AttributeName"))
                .isEqualTo("expires_at_epoch_seconds");
        assertThat(table.object("PointInTimeRecoverySpecification").bool("PointInTimeRecoveryEnabled", false))
                .isTrue();
    }

    @Test
    void outcomesExpireAndTheUnpublishedAreFound() {
        var table = table("spawn-outcomes");
        assertThat(table.object("TimeToLiveSpecification").string("AttributeName"))
                .isEqualTo("expires_at_epoch_seconds");
        var index = table.objects("GlobalSecondaryIndexes").getFirst();
        assertThat(index.string("IndexName")).isEqualTo("unpublished-index");
        assertThat(index.objects("KeySchema").stream().map(part -> part.string("AttributeName")))
                .containsExactly("unpublished", "written_at");
    }

    @Test
    void whatIsRememberedOfCapacityExpires() {
        assertThat(table("spawn-availability-stats")
                        .object("TimeToLiveSpecification")
                        .string("AttributeName"))
                .isEqualTo("expires_at_epoch_seconds");
    }

    /** The plan refuses ARM where it is told of no agent for it; where it is told, both archives are in the bucket. */
    @Test
    void bothAgentsAreDeployedWhereBothWereBuilt() {
        // Given
        var both = Synthesis.standIns();
        var one = new Artefacts(both.functions(), both.spored(), Optional.empty(), both.sporedPublicKey());

        // When
        var without = Synthesis.of(one);

        // Then
        assertThat(variablesOfThePlan(template))
                .containsEntry(
                        "SPAWN_SPORED_KEY_ARM64",
                        both.sporedArm64().orElseThrow().key())
                .containsEntry(
                        "SPAWN_SPORED_SHA256_ARM64",
                        both.sporedArm64().orElseThrow().sha256());
        assertThat(keys(Synthesis.infrastructure()))
                .containsExactlyInAnyOrder(
                        both.spored().key(),
                        both.spored().key() + ".sig",
                        both.sporedArm64().orElseThrow().key(),
                        both.sporedArm64().orElseThrow().key() + ".sig");
        assertThat(variablesOfThePlan(Objects.requireNonNull(without.get(SpawnStacks.WORKLOAD))))
                .doesNotContainKeys("SPAWN_SPORED_KEY_ARM64", "SPAWN_SPORED_SHA256_ARM64");
        assertThat(keys(Objects.requireNonNull(without.get(SpawnStacks.INFRASTRUCTURE))))
                .containsExactlyInAnyOrder(one.spored().key(), one.spored().key() + ".sig");
    }

    private static List<String> keys(Template infrastructure) {
        return infrastructure
                .all("Custom::SpawnBinaries")
                .map(copy -> copy.properties().string("Key"))
                .toList();
    }

    private static Map<String, Object> variablesOfThePlan(Template workload) {
        var plan = workload.all("AWS::Lambda::Function")
                .map(new Resolver(workload, "123456789012", "us-east-1")::properties)
                .filter(function -> function.string("FunctionName").equals("spawn-plan"))
                .findFirst()
                .orElseThrow();
        var variables = new LinkedHashMap<String, Object>();
        var told = plan.object("Environment").object("Variables");
        told.members().keySet().forEach(name -> variables.put(name, told.string(name)));
        return variables;
    }

    @Test
    void functionsAreJava25AndTheirLinesAreLeftAsTheyWriteThem() {
        var functions = Stream.of(template, Synthesis.infrastructure())
                .flatMap(stack -> stack.all("AWS::Lambda::Function"))
                .map(Template.Resource::properties)
                .toList();
        assertThat(functions).hasSize(37).allSatisfy(function -> {
            assertThat(function.string("Runtime")).isEqualTo("java25");
            assertThat(function.object("LoggingConfig").string("LogFormat"))
                    .as("JSON would wrap the metric of a sweep, and the alarm would never rest")
                    .isEqualTo("Text");
            assertThat(function.string("Handler")).startsWith("host.spore.spawn.functions.");
            assertThat(function.has("FunctionName")).isTrue();
        });
        assertThat(template.all("AWS::Lambda::Version")).hasSize(30);
        assertThat(template.all("AWS::Logs::LogGroup").map(Template.Resource::properties))
                .allMatch(log -> log.has("RetentionInDays"));
    }

    /** A flow must hear a function's own error, not its own patience running out. */
    @Test
    void aFunctionGivesUpBeforeTheFlowThatWaitsForIt() {
        var waits = template.all("AWS::StepFunctions::StateMachine")
                .flatMap(
                        flow -> JsonObject.parse(flow.properties().string("DefinitionString"))
                                .object("States")
                                .members()
                                .values()
                                .stream())
                .map(JsonObject.class::cast)
                .filter(state -> state.optionalString("Resource").orElse("").equals("arn:aws:states:::lambda:invoke"))
                .map(state ->
                        Map.entry(state.object("Arguments").string("FunctionName"), state.integer("TimeoutSeconds")))
                .toList();
        var patience = Map.ofEntries(
                Map.entry("${PlanFunctionArn}", "spawn-plan"),
                Map.entry("${RunFunctionArn}", "spawn-run"),
                Map.entry("${ArrayFunctionArn}", "spawn-array"),
                Map.entry("${LifecycleFunctionArn}", "spawn-lifecycle"),
                Map.entry("${OutcomeFunctionArn}", "spawn-outcome"),
                Map.entry("${ExtendFunctionArn}", "spawn-extend"),
                Map.entry("${SelectFunctionArn}", "spawn-select"),
                Map.entry("${SumUpFunctionArn}", "spawn-sum-up"),
                Map.entry("${ResolveFunctionArn}", "spawn-resolve"),
                Map.entry("${PrepareFunctionArn}", "spawn-queue-prepare"),
                Map.entry("${MachinesFunctionArn}", "spawn-queue-machines"),
                Map.entry("${ItemsFunctionArn}", "spawn-queue-items"),
                Map.entry("${WorkersFunctionArn}", "spawn-queue-workers"),
                Map.entry("${FinishFunctionArn}", "spawn-queue-finish"),
                Map.entry("${CancelQueueFunctionArn}", "spawn-queue-cancel"),
                Map.entry("${SweepPrepareFunctionArn}", "spawn-sweep-prepare"),
                Map.entry("${SweepFinishFunctionArn}", "spawn-sweep-finish"),
                Map.entry("${CancelSweepFunctionArn}", "spawn-sweep-cancel"),
                Map.entry("${AlertDestinationsFunctionArn}", "spawn-alert-destinations"),
                Map.entry("${DeliverAlertFunctionArn}", "spawn-alert-deliver"));
        assertThat(waits)
                .hasSizeGreaterThan(20)
                .allSatisfy(wait -> assertThat(
                                timeout(patience.getOrDefault(wait.getKey(), "unknown " + wait.getKey())))
                        .isLessThan(wait.getValue()));
    }

    @Test
    void theCommandLinesSettingsAreOutputs() {
        assertThat(template.outputs().keySet()).contains("BusArn", "Domain", "InstancesTable", "ResultsBucket");
        assertThat(((JsonObject) template.outputs().getOrDefault("Domain", Json.JsonNull.NULL)).string("Value"))
                .isEqualTo("spore.host");
    }

    @Test
    void withoutADomainThereIsNoZoneAndNoDnsFunction() {
        var infrastructure = Synthesis.infrastructure(Map.of());
        var workload = Synthesis.workload(Map.of());
        assertThat(infrastructure.all("AWS::Route53::HostedZone")).isEmpty();
        assertThat(infrastructure
                        .all("AWS::Lambda::Function")
                        .map(function -> function.properties().string("FunctionName")))
                .containsExactly("spawn-deploy-binaries");
        assertThat(workload.outputs()).doesNotContainKey("Domain");
    }

    @Test
    void stateChangesWaitInAQueueThatLosesNoneAndHoldsNoneBack() {
        // Given
        var infrastructure = Synthesis.infrastructure();
        var resolver = new Resolver(infrastructure, "123456789012", "us-east-1");
        var mapping = infrastructure
                .one("AWS::Lambda::EventSourceMapping", "Dns/StateChanges")
                .properties();
        var queue = resolver.properties(infrastructure.one("AWS::SQS::Queue", "Dns/Changes"));

        // When, Then: no window, so that a single one does not wait; one that fails does not hold the others
        assertThat(mapping.has("MaximumBatchingWindowInSeconds")).isFalse();
        assertThat(mapping.integer("BatchSize")).isEqualTo(10);
        assertThat(mapping.object("ScalingConfig").integer("MaximumConcurrency"))
                .isEqualTo(2);
        assertThat(mapping.array("FunctionResponseTypes").toString()).contains("ReportBatchItemFailures");
        assertThat(queue.object("RedrivePolicy").string("deadLetterTargetArn"))
                .endsWith(":spawn-infrastructure-undelivered");
        assertThat(queue.integer("VisibilityTimeout")).isEqualTo(180);
    }

    @Test
    void theStacksShareNoExport() {
        for (var stack : List.of(template, Synthesis.infrastructure())) {
            assertThat(stack.json().toString()).doesNotContain("Fn::ImportValue");
            assertThat(stack.outputs().values()).noneMatch(output -> ((JsonObject) output).has("Export"));
        }
    }

    private JsonObject table(String name) {
        return template.all("AWS::DynamoDB::Table")
                .map(Template.Resource::properties)
                .filter(table -> table.string("TableName").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private long timeout(String function) {
        return template.all("AWS::Lambda::Function")
                .map(Template.Resource::properties)
                .filter(properties -> properties.string("FunctionName").equals(function))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no function " + function))
                .integer("Timeout");
    }

    /** By DependsOn alone; references only add to it. */
    private Set<String> reachable(Template.Resource from) {
        var ids =
                template.resources().stream().collect(Collectors.toMap(Template.Resource::id, Template.Resource::json));
        var reached = new HashSet<String>();
        var open = new ArrayDeque<>(List.of(from.id()));
        while (!open.isEmpty()) {
            var json = ids.get(open.pop());
            if (json == null) {
                continue;
            }
            json.array("DependsOn").stream()
                    .map(id -> ((Json.JsonString) id).value())
                    .filter(reached::add)
                    .forEach(open::push);
        }
        return reached;
    }
}
