package host.spore.spawn.functions.launch;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Market;
import host.spore.spawn.events.Volumes;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.availability.CapacityMemory;
import host.spore.spawn.functions.availability.FakeStandings;
import host.spore.spawn.functions.availability.Offer;
import host.spore.spawn.functions.availability.Standing;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.SshDoor;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.price.FakePrices;
import host.spore.spawn.functions.price.Item;
import host.spore.spawn.functions.price.PromptPrices;
import host.spore.spawn.functions.store.Breaker;
import host.spore.spawn.functions.store.FakeBreakers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanHandlerTest {
    private static final Map<String, String> VARIABLES = Map.ofEntries(
            Map.entry("AWS_REGION", "us-east-1"),
            Map.entry("SPAWN_BINARIES_BUCKET", "binaries"),
            Map.entry("SPAWN_SPORED_KEY", "spored/ab/spored.tar.xz"),
            Map.entry("SPAWN_SPORED_SHA256", "ab"),
            Map.entry("SPAWN_SPORED_PUBLIC_KEY", "MFkw"),
            Map.entry("SPAWN_INSTANCE_PROFILE_ARN", "arn:aws:iam::123456789012:instance-profile/spawn"),
            Map.entry("SPAWN_QUIET_INSTANCE_PROFILE_ARN", "arn:aws:iam::123456789012:instance-profile/quiet"),
            Map.entry("SPAWN_SECURITY_GROUP_IDS", "sg-1, sg-2"),
            Map.entry("SPAWN_BUS_NAME", "spawn"),
            Map.entry("SPAWN_DOMAIN", "spore.host"),
            Map.entry("SPAWN_MAX_INSTANCES", "2"),
            Map.entry("SPAWN_BOOT_BUDGET_SECONDS", "300"),
            Map.entry("SPAWN_RESULTS_BUCKET", "results"),
            Map.entry("SPAWN_RESULTS_PREFIX", "instances/arn:aws:ec2:us-east-1:123456789012:instance/"));

    private final FakeInstances instances = new FakeInstances();
    private final FakeImages images = new FakeImages();
    private final FakeMachineTypes machineTypes = new FakeMachineTypes();
    private final FakeImageArchitectures imageArchitectures = new FakeImageArchitectures();
    private final FakeStandings standings = new FakeStandings();
    private final FakeClock clock = new FakeClock();
    private final FakeNetworks networks = new FakeNetworks()
            .with(new Networks.Group("sg-1", "vpc-1", true))
            .with(new Networks.Group("sg-0a1b2c3d", "vpc-1", true))
            .with(new Networks.Subnet("subnet-0a1b2c3d", "vpc-1"));
    private final FakeTemplates templates = new FakeTemplates();
    private final FakeLambda lambda = new FakeLambda();
    private final FakeBreakers breakers = new FakeBreakers();
    private final FakePrices prices = new FakePrices();
    private ImageVolumes volumes = new FakeImageVolumes();

    PlanHandlerTest() {
        images.parameters.put(
                "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64", "ami-0123456789abcdef0");
    }

    @Test
    void plansWithEveryDefault() {
        // When
        JsonObject plan = planned(VARIABLES, "\"instanceType\":\"t3.micro\"");

        // Then
        assertThat(plan.members().keySet())
                .containsExactly(
                        "commandId",
                        "correlationId",
                        "launchedEventId",
                        "replace",
                        "replaceCommandId",
                        "keepOnError",
                        "template",
                        "name",
                        "owner",
                        "dnsName",
                        "candidates",
                        "platforms",
                        "patienceSeconds",
                        "bootstrap",
                        "tags",
                        "ttlSeconds",
                        "instanceProfileArn",
                        "bootBudgetSeconds",
                        "securityGroupIds");
        assertThat(plan.integer("ttlSeconds")).isEqualTo(Duration.ofHours(24).toSeconds());
        assertThat(plan.strings("tags"))
                .isEqualTo(Map.of(
                        "spawn", "true",
                        "Name", "demo",
                        "owner", "ann",
                        "spawn:command", "c1",
                        "spawn:correlation", "c0",
                        "spawn:dns", "demo.1kpqzg2c.spore.host",
                        "spawn:idle-timeout", "1h",
                        "spawn:on-idle", "stop"));
        assertThat(plan.array("candidates").toString())
                .isEqualTo(
                        "[{\"instanceType\":\"t3.micro\",\"market\":\"on-demand\",\"architecture\":\"x86_64\",\"price\":{"
                                + "\"computePerHour\":\"0.0104\",\"volumesPerHour\":\"0.000877\",\"source\":\"a list\","
                                + "\"at\":\"2026-11-23T12:00:00Z\"}}]");
        assertThat(plan.array("securityGroupIds").toString()).isEqualTo("[\"sg-1\", \"sg-2\"]");
        assertThat(plan.object("platforms").toString())
                .isEqualTo("{\"x86_64\":{\"imageId\":\"ami-0123456789abcdef0\",\"sporedKey\":"
                        + "\"spored/ab/spored.tar.xz\",\"sporedSha256\":\"ab\"}}");
    }

    @Test
    void launchesThatFailInARowAreRefusedForAWhile() {
        // Given
        String template = planned(VARIABLES, "\"instanceType\":\"t3.micro\"").string("template");
        for (int i = 1; i <= 3; i++) {
            breakers.count(
                    template, Breaker.Kind.UNHEARD, new Breaker.Failure("f" + i, FakeClock.START.minusSeconds(i)));
        }

        // When
        String reason = rejected("\"instanceType\":\"t3.micro\"");

        // Then
        assertThat(reason)
                .isEqualTo(
                        "3 launches with this image (ami-0123456789abcdef0), instance type, user data and command failed"
                                + " in a row, as their agent was not heard or not steady, the last at 2026-11-23T11:59:59Z (command"
                                + " f1): refused until 2026-11-23T12:14:59Z; change what fails, or launch with --keep-on-error,"
                                + " which is let through, and look at the machine");
        // Whoever wants to look may, and others have nothing to do with it.
        planned(VARIABLES, "\"instanceType\":\"t3.micro\",\"keepOnError\":true");
        planned(VARIABLES, "\"instanceType\":\"t3.micro\",\"command\":\"true\"");
        planned(VARIABLES, "\"instanceType\":\"c7i.large\"");
        clock.advance(Breaker.PAUSE);
        planned(VARIABLES, "\"instanceType\":\"t3.micro\"");
    }

    @Test
    void whatIsReplacedDoesNotCountAgainstTheCeiling() {
        // Given
        instances.put(
                aRunning(new InstanceId("i-00000000000000001")).named("demo").build());
        instances.put(
                aRunning(new InstanceId("i-00000000000000002")).named("other").build());

        // When, Then
        assertThat(rejected("\"instanceType\":\"t3.micro\"")).startsWith("2 instances are alive");
        assertThat(planned(VARIABLES, "\"instanceType\":\"t3.micro\",\"replace\":true")
                        .bool("replace", false))
                .isTrue();
    }

    @Test
    void withATtlIdleIsOffUnlessAskedFor() {
        // When
        JsonObject plan = planned(VARIABLES, "\"instanceType\":\"t3.micro\",\"ttl\":\"2h30m\",\"spot\":true");

        // Then
        assertThat(plan.integer("ttlSeconds")).isEqualTo(9_000);
        assertThat(plan.strings("tags")).doesNotContainKeys("spawn:idle-timeout", "spawn:on-idle", "spawn:on-complete");
        assertThat(plan.objects("candidates").getFirst().string("market")).isEqualTo("spot");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''                                        ; c7i.large on-demand, c7a.large on-demand",
                "'\"spot\":true'                          ; c7i.large spot, c7a.large spot",
                "'\"spot\":true,\"onDemandFallback\":true' ; c7i.large spot, c7a.large spot, c7i.large on-demand, c7a.large on-demand"
            })
    void triesEveryTypeOnEveryMarketThatWasAskedFor(String more, String candidates) {
        // When
        JsonObject plan =
                planned(VARIABLES, "\"instanceType\":\"c7i.large|c7a.large\"" + (more.isEmpty() ? "" : "," + more));

        // Then
        assertThat(plan.objects("candidates").stream()
                        .map(candidate -> candidate.string("instanceType") + " " + candidate.string("market")))
                .containsExactly(candidates.split(", "));
    }

    @Test
    void triesEveryZoneForATypeBeforeTheNextType() {
        // When
        JsonObject plan = planned(
                VARIABLES,
                "\"instanceType\":\"c7i.large|c7a.large\",\"zone\":\"us-east-1b|us-east-1a\",\"volumeSizeGib\":20,\"volumeType\":\"gp3\",\"patience\":\"30m\"");

        // Then
        assertThat(plan.objects("candidates").stream()
                        .map(candidate -> candidate.string("instanceType") + " " + candidate.string("zone")))
                .containsExactly(
                        "c7i.large us-east-1b", "c7i.large us-east-1a", "c7a.large us-east-1b", "c7a.large us-east-1a");
        assertThat(plan.integer("volumeSizeGib")).isEqualTo(20);
        assertThat(plan.string("volumeType")).isEqualTo("gp3");
        assertThat(plan.integer("patienceSeconds")).isEqualTo(1_800);
    }

    @Test
    void aZoneIsRefusedWhereTheDeploymentHasASubnet() {
        // Given
        Map<String, String> variables = new HashMap<>(VARIABLES);
        variables.put("SPAWN_SUBNET_ID", "subnet-1");

        // When
        JsonObject answer =
                lambda.invoke(handler(variables), input("\"instanceType\":\"c7i.large\",\"zone\":\"us-east-1b\""));

        // Then
        assertThat(answer.string("reason")).contains("subnet-1").endsWith("leave out --zone");
    }

    @Test
    void oneTypeOfSeveralThatCannotBeLaunchedIsRefusedByItsName() {
        assertThat(rejected("\"instanceType\":\"c7i.large|c7g.large\"")).startsWith("c7g.large: this type is arm64");
    }

    /** Tags and the agent's configuration must say the same: what the agent claims is measured by the tags. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "\"idleTimeout\":\"30m\"                                         | stop      | -",
                "\"idleTimeout\":\"30m\",\"onIdle\":\"terminate\"                 | terminate | -",
                "\"idleTimeout\":\"30m\",\"spot\":true                           | terminate | -",
                "\"idleTimeout\":\"30m\",\"onIdle\":\"stop\",\"spot\":true        | terminate | -",
                "\"ttl\":\"2h\",\"onComplete\":\"none\"                           | -         | -",
                "\"ttl\":\"2h\",\"onComplete\":\"stop\"                           | -         | stop",
                "\"ttl\":\"2h\",\"onComplete\":\"terminate\"                      | -         | terminate",
                "\"ttl\":\"2h\",\"onComplete\":\"stop\",\"spot\":true             | -         | terminate",
            })
    void whatFollowsIsPlannedForTheMarketItRunsOn(String fields, @Nullable String onIdle, @Nullable String onComplete) {
        // When
        JsonObject plan = planned(VARIABLES, "\"instanceType\":\"t3.micro\"," + fields);

        // Then
        assertThat(plan.strings("tags").get("spawn:on-idle")).isEqualTo(onIdle);
        assertThat(plan.strings("tags").get("spawn:on-complete")).isEqualTo(onComplete);
        String config = plan.object("bootstrap").string("config");
        assertThat(config).contains("\non_complete: " + (onComplete == null ? "none" : onComplete) + "\n");
        assertThat(config.contains("\non_idle: ")).isEqualTo(onIdle != null);
        assertThat(onIdle == null || config.contains("\non_idle: " + onIdle + "\n"))
                .isTrue();
    }

    /** Tags and configuration say hibernate, and the root volume grows by the type's memory, rounded up. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"ttl\":\"2h\",\"hibernation\":true                             | t3.micro  | 1",
                "\"ttl\":\"2h\",\"onComplete\":\"hibernate\"                    | c7i.large | 4",
                "\"ttl\":\"2h\",\"idleTimeout\":\"1h\",\"onIdle\":\"hibernate\" | x9.odd    | 3",
                "\"ttl\":\"2h\",\"hibernation\":true                             | x9.most   | 150",
            })
    void whatCanHibernateHasRoomForItsMemory(String fields, String type, long room) {
        // Given
        machineTypes.add("x9.odd  x86_64 yes yes no yes yes 2 2049");
        machineTypes.add("x9.most x86_64 yes yes no yes yes 2 153600");

        // When
        JsonObject plan = planned(VARIABLES, "\"instanceType\":\"" + type + "\"," + fields);

        // Then
        assertThat(plan.objects("candidates").getFirst().integer("hibernationGib"))
                .isEqualTo(room);
        assertThat(plan.strings("tags").getOrDefault("spawn:on-idle", "-"))
                .isEqualTo(fields.contains("onIdle") ? "hibernate" : "-");
        assertThat(plan.object("bootstrap").string("config"))
                .contains(fields.contains("onComplete") ? "\non_complete: hibernate\n" : "\non_complete: none\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p4d.24xlarge | p4d.24xlarge: EC2 cannot hibernate this type; take another one (aws ec2 describe-instance-types --filters Name=hibernation-supported,Values=true lists those that can), or launch without hibernation",
                "r5.8xlarge  | r5.8xlarge: it has 256 GiB of memory, and EC2 hibernates at most 150 GiB; take a smaller one, or launch without hibernation",
            })
    void refusesATypeThatCannotHibernate(String type, String reason) {
        assertThat(rejected("\"instanceType\":\"" + type + "\",\"onComplete\":\"hibernate\""))
                .isEqualTo(reason);
        assertThat(planned(VARIABLES, "\"instanceType\":\"" + type + "\"")
                        .objects("candidates")
                        .getFirst()
                        .has("hibernationGib"))
                .isFalse();
    }

    @Test
    void withoutADomainThereIsNoName() {
        // When
        JsonObject plan = planned(without("SPAWN_DOMAIN"), "\"instanceType\":\"t3.micro\"");

        // Then
        assertThat(plan.has("dnsName")).isFalse();
        assertThat(plan.strings("tags")).doesNotContainKey("spawn:dns");
    }

    @Test
    void anImagesOwnIdNeedsNoParameter() {
        // When
        JsonObject plan = planned(VARIABLES, "\"instanceType\":\"t3.micro\",\"ami\":\"ami-12345678\"");

        // Then
        assertThat(plan.object("platforms").object("x86_64").string("imageId")).isEqualTo("ami-12345678");
    }

    @Test
    void theSameCommandIsAlwaysTheSamePlan() {
        // When, Then: the bytes must not differ either, or EC2 refuses the client token
        assertThat(planned(VARIABLES, "\"instanceType\":\"t3.micro\"").toString())
                .isEqualTo(planned(VARIABLES, "\"instanceType\":\"t3.micro\"").toString());
    }

    @Test
    void refusesAboveTheCeilingWithTheNumbers() {
        // Given
        instances.put(aRunning(new InstanceId("i-00000001")).build());
        instances.put(
                aRunning(new InstanceId("i-00000002")).in(InstanceState.STOPPED).build());

        // When
        String reason = rejected("\"instanceType\":\"t3.micro\"");

        // Then
        assertThat(reason)
                .isEqualTo("2 instances are alive, and this deployment allows 2: terminate some (spawn terminate NAME),"
                        + " or raise maxInstances and deploy again");
    }

    @Test
    void endedInstancesDoNotCount() {
        // Given
        instances.put(aRunning(new InstanceId("i-00000001")).build());
        instances.put(aRunning(new InstanceId("i-00000002"))
                .in(InstanceState.TERMINATED)
                .build());

        // When, Then
        assertThat(planned(VARIABLES, "\"instanceType\":\"t3.micro\"").string("name"))
                .isEqualTo("demo");
    }

    @Test
    void anImageThatThisRegionDoesNotHaveIsRefusedWithWhatToDo() {
        // When
        String reason = rejected("\"instanceType\":\"t3.micro\",\"ami\":\"ubuntu-24.04\"");

        // Then
        assertThat(reason)
                .startsWith("image ubuntu-24.04: the parameter /aws/service/canonical/")
                .endsWith("is not in us-east-1; give an image's id instead (--ami ami-…)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "\"instanceType\":\"t3.micro\",\"ttl\":\"1w\"            | /ttl: \"1w\": use s, m, h, d, for example 7d or 2h30m",
                "\"instanceType\":\"big\"                                | §/instanceType: \"big\": an instance type, for example c7i.large, a pattern ('c7i.*'), or up to 10 different ones in the order in which to try them: 'c7i.large|c7a.large'§",
                "\"instanceType\":\"t3.micro\",\"tags\":{\"spawn:x\":\"1\"} | /tags: \"spawn:x\": keys that begin with spawn: or aws: are reserved; take another prefix",
                "\"ttl\":\"1h\"                                          | /instanceType: missing, expected a string",
                "\"instanceType\":\"t3.micro\",\"onIdle\":\"hibernate\",\"spot\":true | --on-idle hibernate: a spot instance of spawn's is a one-time request, which cannot hibernate; leave out --spot, or --on-idle hibernate",
                "\"instanceType\":\"t3.micro\",\"onComplete\":\"exit\"  | /onComplete: \"exit\": one of none, stop, hibernate, terminate",
                "\"instanceType\":\"t3.micro\",\"completionFile\":\"/a\\nb: c\" | /completionFile: \"/a?b: c\": a whole path of at most 255 letters, digits and _ + = . , : @ -, for example /home/ec2-user/results",
                "\"instanceType\":\"t3.micro\",\"warnMinutes\":[5,0]     | \"[5, 0]\": at most 10 whole numbers of minutes from 1 to 1440, for example 15,5,1",
                "\"instanceType\":\"t3.micro\",\"warnMinutes\":[5,\"x\"] | /warnMinutes/1: expected a whole number, got a string",
                "\"instanceType\":\"t3.micro\",\"command\":\"a\",\"userData\":\"b\" | --command and --user-data: give one of them; a script may hold the command too",
                "\"instanceType\":\"t3.micro\",\"environment\":{\"A\":\"b\"} | --env A: there is no --command and no --user-data to run with it",
                "\"instanceType\":\"t3.micro\",\"subnetId\":\"subnet-0a1b2c3d\",\"zone\":\"us-east-1a\" | --zone us-east-1a with --subnet subnet-0a1b2c3d: a subnet lies in one zone; give one of them",
                "\"instanceType\":\"t3.micro\",\"sshFrom\":\"10.0.0.1/8\" | /sshFrom: \"10.0.0.1/8\": an IPv4 range in whole, for example 203.0.113.7/32 (your own address: curl https://checkip.amazonaws.com); the whole internet is not opened",
                "\"instanceType\":\"t3.micro\",\"launchTemplate\":\"a b\" | /launchTemplate: \"a b\": a launch template's id (lt-…) or name, and a version if not the default one, for example lab:3",
                "\"instanceType\":\"t3.micro\",\"instanceProfile\":\"arn:x\" | /instanceProfile: \"arn:x\": the name of a profile that the deployment declares (cdk context profiles), for example genomics; IAM's names and ARNs are not taken",
                "\"instanceType\":7                                      | /instanceType: expected a string, got a number",
            })
    void validatesAnewBecauseTheBusIsOpenToOthers(String fields, String reason) {
        assertThat(rejected(fields)).isEqualTo(reason);
    }

    @Test
    void aTypeThatIsNotThereIsRefusedWithTheNearest() {
        assertThat(rejected("\"instanceType\":\"c7i.larg\""))
                .isEqualTo("c7i.larg: us-east-1 has no such instance type; like it are c7i.large, c7i.xlarge,"
                        + " c7i.2xlarge");
    }

    @Test
    void aPatternIsTriedByWhatIsRemembered() {
        // Given: the smallest is empty, the largest was always to be had
        Offer large = new Offer("c7i.large", null, Market.ON_DEMAND);
        Offer largest = new Offer("c7i.2xlarge", null, Market.ON_DEMAND);
        standings.write(Standing.unknown(large).lacked("c0-1", clock.instant()));
        standings.write(Standing.unknown(largest).had("c0-2", clock.instant()));

        // When
        JsonObject plan = planned(VARIABLES, "\"instanceType\":\"c7i.*\"");

        // Then
        assertThat(types(plan)).containsExactly("c7i.2xlarge", "c7i.xlarge", "c7i.large");
        assertThat(plan.array("remarks").toString())
                .isEqualTo("[\"c7i.large on-demand: no capacity at 2026-11-23T12:00:00Z; tried after the others until"
                        + " 2026-11-23T12:05:00Z\"]");
    }

    @Test
    void howLongAShortageIsRememberedIsTheDeploymentsToSay() {
        // Given
        standings.write(
                Standing.unknown(new Offer("c7i.large", null, Market.ON_DEMAND)).lacked("c0-1", clock.instant()));
        clock.advance(Duration.ofSeconds(10));
        Map<String, String> variables = new HashMap<>(VARIABLES);
        variables.put("SPAWN_CAPACITY_MEMORY_SECONDS", "10");

        // When, Then
        assertThat(types(planned(VARIABLES, "\"instanceType\":\"c7i.large|c7a.large\"")))
                .containsExactly("c7a.large", "c7i.large");
        assertThat(types(planned(variables, "\"instanceType\":\"c7i.large|c7a.large\"")))
                .containsExactly("c7i.large", "c7a.large");
    }

    @Test
    void aMemoryThatFailsFailsNoPlan() {
        // Given
        standings.faults.failNext(1);

        // When, Then
        assertThat(types(planned(VARIABLES, "\"instanceType\":\"c7i.large|c7a.large\"")))
                .containsExactly("c7i.large", "c7a.large");
    }

    @Test
    void typesInManyZonesOnBothMarketsAreBounded() {
        // Given
        for (int i = 0; i < 11; i++) {
            machineTypes.add("z" + i + ".large x86_64 yes yes no yes yes 2 4096");
        }

        // When, Then
        assertThat(rejected("\"instanceType\":\"z*.large\",\"spot\":true,\"onDemandFallback\":true,\"zone\":"
                        + "\"us-east-1a|us-east-1b|us-east-1c|us-east-1d|us-east-1e|us-east-1f\""))
                .isEqualTo(
                        "11 types in 6 zones on both markets are 132 candidates, and a launch tries at most 120: give"
                                + " fewer types or zones");
    }

    /** With the agent for ARM deployed, a list may mix: each candidate has its architecture, each of those its image. */
    @Test
    void aListMayMixArchitecturesWhereBothAgentsAreDeployed() {
        // Given
        images.parameters.put("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64", "ami-0a0a0a0a");

        // When
        JsonObject plan = planned(withArm(), "\"instanceType\":\"c7g.large|c7i.large\"");

        // Then
        assertThat(plan.objects("candidates"))
                .extracting(candidate -> candidate.string("instanceType") + " " + candidate.string("architecture"))
                .containsExactly("c7g.large arm64", "c7i.large x86_64");
        assertThat(plan.object("platforms").toString())
                .isEqualTo("{\"x86_64\":{\"imageId\":\"ami-0123456789abcdef0\",\"sporedKey\":"
                        + "\"spored/ab/spored.tar.xz\",\"sporedSha256\":\"ab\"},\"arm64\":{\"imageId\":"
                        + "\"ami-0a0a0a0a\",\"sporedKey\":\"spored/cd/arm.tar.xz\",\"sporedSha256\":\"cd\"}}");
    }

    @Test
    void anImageThatWasGivenByItsIdIsForOneArchitecture() {
        // Given
        imageArchitectures.put("ami-12345678", Architecture.ARM64);

        // When, Then
        assertThat(planned(withArm(), "\"instanceType\":\"c7g.large\",\"ami\":\"ami-12345678\"")
                        .object("platforms")
                        .object("arm64")
                        .string("imageId"))
                .isEqualTo("ami-12345678");
        JsonObject answer = lambda.invoke(
                handler(withArm()), input("\"instanceType\":\"c7g.large|c7i.large\",\"ami\":\"ami-12345678\""));
        assertThat(answer.string("reason"))
                .isEqualTo(
                        "c7i.large: this type is x86_64, and the image ami-12345678 is for arm64; take a type that the"
                                + " image is for, or an alias (al2023), which is for both");
    }

    @Test
    void anAgentForArmWithoutItsChecksumFailsTheStart() {
        // Given
        Map<String, String> variables = new HashMap<>(VARIABLES);
        variables.put("SPAWN_SPORED_KEY_ARM64", "spored/cd/arm.tar.xz");

        // When, Then
        assertThatThrownBy(() -> PlanHandler.settings(new Environment(variables)))
                .hasMessage("environment variable SPAWN_SPORED_SHA256_ARM64 is not set");
    }

    private static Map<String, String> withArm() {
        Map<String, String> variables = new HashMap<>(VARIABLES);
        variables.put("SPAWN_SPORED_KEY_ARM64", "spored/cd/arm.tar.xz");
        variables.put("SPAWN_SPORED_SHA256_ARM64", "cd");
        return variables;
    }

    private static List<String> types(JsonObject plan) {
        return plan.objects("candidates").stream()
                .map(candidate -> candidate.string("instanceType"))
                .toList();
    }

    @Test
    void refusesATypeWhoseAgentItDoesNotHave() {
        assertThat(rejected("\"instanceType\":\"c7g.large\"")).contains("arm64");
    }

    @Test
    void refusesWhatIsNoLaunch() {
        // When
        JsonObject answer = lambda.invoke(handler(VARIABLES), JsonObject.parse("""
                {"type":"StopInstance","command":{"version":1,"id":"c1","at":"2026-11-23T12:00:00Z","target":"demo"},
                 "account":"123456789012","region":"us-east-1"}"""));

        // Then
        assertThat(answer.string("result")).isEqualTo("rejected");
    }

    @Test
    void aFailureOfEc2IsNoRefusal() {
        // Given
        instances.faults.failNext(1);

        // When, Then
        assertThatThrownBy(() -> planned(VARIABLES, "\"instanceType\":\"t3.micro\""))
                .hasMessage("failed on request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_REGION",
                "SPAWN_BINARIES_BUCKET",
                "SPAWN_SPORED_KEY",
                "SPAWN_SPORED_SHA256",
                "SPAWN_SPORED_PUBLIC_KEY",
                "SPAWN_INSTANCE_PROFILE_ARN",
                "SPAWN_QUIET_INSTANCE_PROFILE_ARN",
                "SPAWN_BUS_NAME",
                "SPAWN_RESULTS_BUCKET",
                "SPAWN_RESULTS_PREFIX"
            })
    void aMissingVariableFailsTheStartWithItsName(String name) {
        assertThatThrownBy(() -> PlanHandler.settings(new Environment(without(name))))
                .hasMessage("environment variable " + name + " is not set");
    }

    @Test
    void whereAndBehindWhichDoorItIsLaunchedIsInThePlan() {
        // When
        JsonObject plan = planned(
                VARIABLES,
                "\"instanceType\":\"t3.micro\",\"subnetId\":\"subnet-0a1b2c3d\",\"securityGroupIds\":[\"sg-0a1b2c3d\"],"
                        + "\"sshFrom\":\"203.0.113.7/32\",\"publicAddress\":false");

        // Then
        assertThat(Network.read(plan))
                .isEqualTo(new Network(
                        List.of("sg-1", "sg-2", "sg-0a1b2c3d"),
                        "subnet-0a1b2c3d",
                        false,
                        new SshDoor("vpc-1", "203.0.113.7/32")));
    }

    @Test
    void theVolumesThatWereAskedForAreInThePlan() {
        // When
        JsonObject plan = planned(
                VARIABLES,
                "\"instanceType\":\"t3.micro\",\"kmsKey\":\"alias/lab\",\"volumeSizeGib\":20,\"volumeType\":\"gp2\","
                        + "\"dataVolumes\":[{\"sizeGib\":100},{\"sizeGib\":7,\"type\":\"gp2\"}]");

        // Then
        assertThat(Disks.read(plan, plan.objects("candidates").getFirst()))
                .isEqualTo(new Disks(
                        20,
                        "gp2",
                        null,
                        "alias/lab",
                        List.of(new Volumes.Data(100, "gp3"), new Volumes.Data(7, "gp2"))));
    }

    @Test
    void aDeclaredProfileIsTakenWithItsSecretsAndNoReferenceTravelsInThePlan() {
        // When
        JsonObject plan = planned(
                VARIABLES,
                "\"instanceType\":\"t3.micro\",\"command\":\"make\",\"instanceProfile\":\"genomics\",\"secrets\":{\"TOKEN\":\""
                        + FakeProfiles.SECRET + "\"}");

        // Then
        assertThat(plan.string("instanceProfileArn")).isEqualTo("arn:aws:iam::123456789012:instance-profile/genomics");
    }

    @Test
    void withoutSessionManagerItIsTheOtherBuiltInProfile() {
        assertThat(planned(VARIABLES, "\"instanceType\":\"t3.micro\",\"sessionManager\":false")
                        .string("instanceProfileArn"))
                .isEqualTo("arn:aws:iam::123456789012:instance-profile/quiet");
    }

    @Test
    void aTemplateFillsInAndItsVersionIsPinned() {
        // Given
        templates.put(
                "lab",
                "$Latest",
                new Templates.Template(
                        "lt-0123456789abcdef0",
                        7,
                        "ami-87654321",
                        "c7i.large",
                        Set.of("ImageId", "KeyName"),
                        Set.of()));

        // When
        JsonObject plan = planned(VARIABLES, "\"launchTemplate\":\"lab:$Latest\"");

        // Then
        assertThat(plan.object("platforms").object("x86_64").string("imageId")).isEqualTo("ami-87654321");
        assertThat(plan.objects("candidates").getFirst().string("instanceType")).isEqualTo("c7i.large");
        assertThat(plan.object("launchTemplate").toString())
                .isEqualTo("{\"id\":\"lt-0123456789abcdef0\",\"version\":7}");
    }

    /** What a template brings is looked at as if it had been said. */
    @Test
    void aTemplatesTypeIsRefusedLikeAnyOther() {
        // Given
        templates.put(
                "lab",
                "$Default",
                new Templates.Template("lt-0123456789abcdef0", 1, null, "t2.micro", Set.of(), Set.of()));

        // When, Then
        assertThat(rejected("\"launchTemplate\":\"lab\"")).startsWith("t2.micro: this type is not on Nitro");
    }

    @Test
    void aTemplateThatIsNotThereIsRefused() {
        assertThat(rejected("\"launchTemplate\":\"lab:3\""))
                .isEqualTo("--launch-template lab:3: this region has no such template, or none of this version; aws ec2"
                        + " describe-launch-templates lists them");
    }

    @Test
    void nothingIsLookedAtForALaunchThatNamesNothing() {
        // Given
        networks.failNext();

        // When, Then
        assertThat(planned(VARIABLES, "\"instanceType\":\"t3.micro\"").string("instanceProfileArn"))
                .endsWith("/spawn");
    }

    @Test
    void noUserDataIsEverLogged() {
        // When
        planned(
                VARIABLES,
                "\"instanceType\":\"t3.micro\",\"userData\":\"secret-of-the-user\",\"preStop\":\"secret-of-the-user\","
                        + "\"environment\":{\"A\":\"secret-of-the-user\"}");

        // Then
        assertThat(lambda.logged())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.toString())
                        .doesNotContain("secret-of-the-user", "userData")
                        .contains("\"correlationId\":\"c0\""));
    }

    private JsonObject planned(Map<String, String> variables, String fields) {
        JsonObject answer = lambda.invoke(handler(variables), input(fields));
        assertThat(answer.optionalString("reason")).isEmpty();
        return answer.object("plan");
    }

    @Test
    void aLaunchWithALimitCarriesItInPlanAndTags() {
        // When
        JsonObject plan = planned(VARIABLES, "\"instanceType\":\"t3.micro\",\"costLimit\":\"2.5\"");

        // Then
        assertThat(plan.string("costLimit")).isEqualTo("2.50");
        assertThat(plan.strings("tags")).containsEntry("spawn:cost-limit", "2.50");
    }

    @Test
    void aLimitWithoutAPriceIsRefusedWithTheReasonAndWhatToDo() {
        // Given
        prices.forget(new Item.OnDemand("c7a.large"));

        // When
        String reason = rejected("\"instanceType\":\"c7i.large|c7a.large\",\"costLimit\":\"2.5\"");

        // Then
        assertThat(reason)
                .startsWith(
                        "--cost-limit 2.50: the price of c7a.large on on-demand is not known (unknown: no price for")
                .endsWith("or launch without a limit: the deadline ends it all the same");
    }

    @Test
    void anImageThatCannotBeLookedAtHoldsUpALimitOnly() {
        // Given
        volumes = image -> {
            throw new IllegalStateException("RequestLimitExceeded");
        };

        // When
        JsonObject plan = planned(VARIABLES, "\"instanceType\":\"t3.micro\"");

        // Then
        assertThat(plan.objects("candidates").getFirst().object("price").string("source"))
                .isEqualTo("a list; volumes unknown: EC2 does not tell the image's volumes");
        // The flow asks again: it may be known in a second.
        assertThatThrownBy(() -> planned(VARIABLES, "\"instanceType\":\"t3.micro\",\"costLimit\":\"5\""))
                .hasMessage("RequestLimitExceeded");
    }

    @Test
    void withoutALimitAnUnknownPriceIsSaidAndNothingElse() {
        // Given: no prices, and EC2 does not know the image
        prices.faults.failNext(100);
        volumes = new FakeImageVolumes(Map.of());

        // When
        JsonObject price = planned(VARIABLES, "\"instanceType\":\"t3.micro\"")
                .objects("candidates")
                .getFirst()
                .object("price");

        // Then
        assertThat(price.members()).containsOnlyKeys("source", "at");
        assertThat(price.string("source"))
                .startsWith("unknown: AWS could not be asked for the price of on-demand t3.micro")
                .endsWith("; volumes unknown: EC2 does not tell the image's volumes");
    }

    private String rejected(String fields) {
        JsonObject answer = lambda.invoke(handler(VARIABLES), input(fields));
        assertThat(answer.string("result")).isEqualTo("rejected");
        return answer.string("reason");
    }

    private PlanHandler handler(Map<String, String> variables) {
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

    private static JsonObject input(String fields) {
        return JsonObject.parse("""
                {"type":"LaunchInstance","account":"123456789012","region":"us-east-1",
                 "command":{"version":1,"id":"c1","correlationId":"c0","at":"2026-11-23T12:00:00Z",
                            "name":"demo","owner":"ann",%s}}""".formatted(fields));
    }

    private static Map<String, String> without(String name) {
        Map<String, String> rest = new HashMap<>(VARIABLES);
        List.of(name).forEach(rest::remove);
        return rest;
    }
}
