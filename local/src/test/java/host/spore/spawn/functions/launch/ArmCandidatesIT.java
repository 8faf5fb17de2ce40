package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.availability.CapacityMemory;
import host.spore.spawn.functions.availability.DynamoStandings;
import host.spore.spawn.functions.ec2.Ec2Instances;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.price.PromptPrices;
import host.spore.spawn.functions.price.Quote;
import host.spore.spawn.functions.store.DynamoBreakers;
import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.Guests;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * A launch on ARM as far as EC2. LocalStack: this machine's processor cannot run the agent for ARM, so the instance gets
 * no further than being there; the plan, the image and RunInstances are what is looked at.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArmCandidatesIT {
    private final Cloud cloud = Cloud.get();
    private final Guests guests = new Guests(cloud);

    @AfterAll
    void terminateTheGuests() {
        guests.close();
    }

    @Test
    void eachCandidateHasTheImageAndTheAgentOfItsArchitecture() {
        // Given
        Environment environment = deployedWithArm();
        LaunchPlan.Settings settings = PlanHandler.settings(environment);
        PlanHandler handler = new PlanHandler(
                new Ec2Instances(cloud.ec2),
                new CandidateFinder(
                        new Ec2MachineTypes(cloud.ec2),
                        new SsmImages(cloud.parameters),
                        new Ec2ImageArchitectures(cloud.ec2),
                        new CapacityMemory(
                                new DynamoStandings(cloud.tables, "spawn-availability-stats"), InstantSource.system()),
                        ImageAliases.of(environment),
                        settings,
                        InstantSource.system()),
                new DynamoBreakers(cloud.tables, "spawn-breakers"),
                InstantSource.system(),
                new PlanHandler.Around(
                        new Ec2Networks(cloud.ec2), new SsmProfiles(cloud.parameters), new Ec2Templates(cloud.ec2)),
                settings,
                UserData.bootstrap(),
                new Pricing(
                        new Ec2ImageVolumes(cloud.ec2),
                        new PromptPrices(
                                item -> new Quote.Unknown("nobody asks here"), InstantSource.system(), Runnable::run),
                        InstantSource.system()));
        JsonObject plan = new FakeLambda()
                .invoke(handler, JsonObject.parse("""
                        {"type":"LaunchInstance","account":"000000000000","region":"us-east-1",
                         "command":{"version":1,"id":"%s","correlationId":"c0","at":"2026-11-23T12:00:00Z","name":"%s",
                                    "owner":"ann","instanceType":"c7g.*|c7i.large","zone":"us-east-1a","ttl":"10m"}}""".formatted(cloud.newId(), cloud.newName("arm"))))
                .object("plan");

        // When
        Instance arm = launch(plan, 0);
        Instance intel = launch(plan, plan.objects("candidates").size() - 1);

        // Then
        assertThat(arm.instanceTypeAsString()).startsWith("c7g.");
        assertThat(arm.imageId()).isEqualTo(parameter("arm64"));
        assertThat(userData(arm)).contains("spored/cd/spored-linux-arm64.tar.xz");
        assertThat(intel.instanceTypeAsString()).isEqualTo("c7i.large");
        assertThat(intel.imageId()).isEqualTo(parameter("x86_64"));
        assertThat(userData(intel)).contains(cloud.variableOf("spawn-plan", "SPAWN_SPORED_KEY"));
    }

    private Instance launch(JsonObject plan, int candidate) {
        LaunchRequest request = LaunchRequest.read(
                JsonObject.builder()
                        .put("plan", plan)
                        .put("candidate", (Json) plan.objects("candidates").get(candidate))
                        .put("attempt", candidate + 1L)
                        .put("deadline", Instant.now().plusSeconds(600).toString())
                        .build(),
                UserData.bootstrap());
        LaunchAnswer answer = new Ec2Launcher(cloud.ec2).launch(request);
        assertThat(answer).isInstanceOf(LaunchAnswer.Launched.class);
        var id = ((LaunchAnswer.Launched) answer).instances().getFirst().id();
        guests.add(id);
        return cloud.describe(id.value());
    }

    private Environment deployedWithArm() {
        Map<String, String> variables = new HashMap<>(Map.of(
                "AWS_REGION", "us-east-1",
                "SPAWN_SPORED_KEY_ARM64", "spored/cd/spored-linux-arm64.tar.xz",
                "SPAWN_SPORED_SHA256_ARM64", "cd".repeat(32)));
        for (String name : List.of(
                "SPAWN_BINARIES_BUCKET",
                "SPAWN_SPORED_KEY",
                "SPAWN_SPORED_SHA256",
                "SPAWN_SPORED_PUBLIC_KEY",
                "SPAWN_INSTANCE_PROFILE_ARN",
                "SPAWN_QUIET_INSTANCE_PROFILE_ARN",
                "SPAWN_WORKER_INSTANCE_PROFILE_ARN",
                "SPAWN_SECURITY_GROUP_IDS",
                "SPAWN_BUS_NAME",
                "SPAWN_RESULTS_BUCKET",
                "SPAWN_INSTANCE_ARNS")) {
            variables.put(name, cloud.variableOf("spawn-plan", name));
        }
        return new Environment(variables);
    }

    private String parameter(String architecture) {
        return cloud.parameters
                .getParameter(request ->
                        request.name("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-" + architecture))
                .parameter()
                .value();
    }

    private String userData(Instance instance) {
        String base64 = cloud.ec2
                .describeInstanceAttribute(
                        request -> request.instanceId(instance.instanceId()).attribute("userData"))
                .userData()
                .value();
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
