package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.availability.CapacityMemory;
import host.spore.spawn.functions.availability.FakeStandings;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.price.FakePrices;
import host.spore.spawn.functions.price.PromptPrices;
import host.spore.spawn.functions.store.FakeBreakers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A planner whose ports are fakes, for the tests of what it plans. */
abstract class Planning {
    static final Map<String, String> VARIABLES = Map.ofEntries(
            Map.entry("AWS_REGION", "us-east-1"),
            Map.entry("SPAWN_BINARIES_BUCKET", "binaries"),
            Map.entry("SPAWN_SPORED_KEY", "spored/ab/spored.tar.xz"),
            Map.entry("SPAWN_SPORED_SHA256", "ab"),
            Map.entry("SPAWN_SPORED_PUBLIC_KEY", "MFkw"),
            Map.entry("SPAWN_INSTANCE_PROFILE_ARN", "arn:aws:iam::123456789012:instance-profile/spawn"),
            Map.entry("SPAWN_QUIET_INSTANCE_PROFILE_ARN", "arn:aws:iam::123456789012:instance-profile/quiet"),
            Map.entry("SPAWN_WORKER_INSTANCE_PROFILE_ARN", "arn:aws:iam::123456789012:instance-profile/worker"),
            Map.entry("SPAWN_SECURITY_GROUP_IDS", "sg-1, sg-2"),
            Map.entry("SPAWN_BUS_NAME", "spawn"),
            Map.entry("SPAWN_DOMAIN", "spore.host"),
            Map.entry("SPAWN_MAX_INSTANCES", "2"),
            Map.entry("SPAWN_BOOT_BUDGET_SECONDS", "300"),
            Map.entry("SPAWN_RESULTS_BUCKET", "results"),
            Map.entry("SPAWN_INSTANCE_ARNS", "arn:aws:ec2:us-east-1:123456789012:instance/"));

    final FakeInstances instances = new FakeInstances();
    final FakeImages images = new FakeImages();
    final FakeMachineTypes machineTypes = new FakeMachineTypes();
    final FakeImageArchitectures imageArchitectures = new FakeImageArchitectures();
    final FakeStandings standings = new FakeStandings();
    final FakeClock clock = new FakeClock();
    final FakeNetworks networks = new FakeNetworks()
            .with(new Networks.Group("sg-1", "vpc-1", true))
            .with(new Networks.Group("sg-0a1b2c3d", "vpc-1", true))
            .with(new Networks.Subnet("subnet-0a1b2c3d", "vpc-1"));
    final FakeTemplates templates = new FakeTemplates();
    final FakeLambda lambda = new FakeLambda();
    final FakeBreakers breakers = new FakeBreakers();
    final FakePrices prices = new FakePrices();
    ImageVolumes volumes = new FakeImageVolumes();

    Planning() {
        images.parameters.put(
                "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64", "ami-0123456789abcdef0");
    }

    JsonObject planned(Map<String, String> variables, String fields) {
        JsonObject answer = lambda.invoke(handler(variables), input(fields));
        assertThat(answer.optionalString("reason")).isEmpty();
        return answer.object("plan");
    }

    String rejected(String fields) {
        JsonObject answer = lambda.invoke(handler(VARIABLES), input(fields));
        assertThat(answer.string("result")).isEqualTo("rejected");
        return answer.string("reason");
    }

    PlanHandler handler(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        LaunchPlan.Settings settings = PlanHandler.settings(environment);
        return new PlanHandler(
                instances,
                new CandidateFinder(
                        machineTypes,
                        images,
                        imageArchitectures,
                        new CapacityMemory(standings, clock),
                        ImageAliases.of(environment),
                        settings,
                        clock),
                breakers,
                clock,
                new PlanHandler.Around(networks, FakeProfiles.ofALab(), templates),
                settings,
                "#!/bin/bash\n# @SPAWN_WORKLOAD_BASE64@\n",
                new Pricing(volumes, new PromptPrices(prices, clock, Runnable::run), clock));
    }

    static JsonObject input(String fields) {
        return JsonObject.parse("""
                {"type":"LaunchInstance","account":"123456789012","region":"us-east-1",
                 "command":{"version":1,"id":"c1","correlationId":"c0","at":"2026-11-23T12:00:00Z",
                            "name":"demo","owner":"ann",%s}}""".formatted(fields));
    }

    static Map<String, String> without(String name) {
        Map<String, String> rest = new HashMap<>(VARIABLES);
        List.of(name).forEach(rest::remove);
        return rest;
    }
}
