package host.spore.spawn.functions.launch;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.FakeLambda;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
            Map.entry("SPAWN_SECURITY_GROUP_IDS", "sg-1, sg-2"),
            Map.entry("SPAWN_BUS_NAME", "spawn"),
            Map.entry("SPAWN_DOMAIN", "spore.host"),
            Map.entry("SPAWN_MAX_INSTANCES", "2"),
            Map.entry("SPAWN_BOOT_BUDGET_SECONDS", "300"),
            Map.entry("SPAWN_RESULTS_BUCKET", "results"),
            Map.entry("SPAWN_RESULTS_PREFIX", "instances/arn:aws:ec2:us-east-1:123456789012:instance/"));

    private final FakeInstances instances = new FakeInstances();
    private final FakeImages images = new FakeImages();
    private final FakeLambda lambda = new FakeLambda();

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
                        "name",
                        "owner",
                        "dnsName",
                        "candidates",
                        "imageId",
                        "patienceSeconds",
                        "bootstrap",
                        "tags",
                        "ttlSeconds",
                        "instanceProfileArn",
                        "securityGroupIds",
                        "bootBudgetSeconds");
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
                .isEqualTo("[{\"instanceType\":\"t3.micro\",\"market\":\"on-demand\"}]");
        assertThat(plan.array("securityGroupIds").toString()).isEqualTo("[\"sg-1\", \"sg-2\"]");
        assertThat(plan.string("imageId")).isEqualTo("ami-0123456789abcdef0");
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
                "\"ttl\":\"2h\",\"idleTimeout\":\"1h\",\"onIdle\":\"hibernate\" | m7i.odd   | 3",
                "\"ttl\":\"2h\",\"hibernation\":true                             | r5.large  | 150",
            })
    void whatCanHibernateHasRoomForItsMemory(String fields, String type, long room) {
        // When
        JsonObject plan = planned(VARIABLES, "\"instanceType\":\"" + type + "\"," + fields);

        // Then
        assertThat(plan.integer("hibernationGib")).isEqualTo(room);
        assertThat(plan.strings("tags").getOrDefault("spawn:on-idle", "-"))
                .isEqualTo(fields.contains("onIdle") ? "hibernate" : "-");
        assertThat(plan.object("bootstrap").string("config"))
                .contains(fields.contains("onComplete") ? "\non_complete: hibernate\n" : "\non_complete: none\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t3.metal    | t3.metal: EC2 cannot hibernate this type; take another one (aws ec2 describe-instance-types --filters Name=hibernation-supported,Values=true lists those that can), or launch without hibernation",
                "r5.8xlarge  | r5.8xlarge: it has 151 GiB of memory, and EC2 hibernates at most 150 GiB; take a smaller one, or launch without hibernation",
                "q9.large    | q9.large: this region has no such instance type; aws ec2 describe-instance-types --filters Name=hibernation-supported,Values=true lists those that can",
            })
    void refusesATypeThatCannotHibernate(String type, String reason) {
        assertThat(rejected("\"instanceType\":\"" + type + "\",\"onComplete\":\"hibernate\""))
                .isEqualTo(reason);
        assertThat(planned(VARIABLES, "\"instanceType\":\"" + type + "\"").has("hibernationGib"))
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
        assertThat(plan.string("imageId")).isEqualTo("ami-12345678");
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
                "\"instanceType\":7                                      | /instanceType: expected a string, got a number",
            })
    void validatesAnewBecauseTheBusIsOpenToOthers(String fields, String reason) {
        assertThat(rejected(fields)).isEqualTo(reason);
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
                "SPAWN_BUS_NAME",
                "SPAWN_RESULTS_BUCKET",
                "SPAWN_RESULTS_PREFIX"
            })
    void aMissingVariableFailsTheStartWithItsName(String name) {
        assertThatThrownBy(() -> PlanHandler.settings(new Environment(without(name))))
                .hasMessage("environment variable " + name + " is not set");
    }

    @Test
    void noUserDataIsEverLogged() {
        // When
        planned(
                VARIABLES,
                "\"instanceType\":\"t3.micro\",\"userData\":\"secret-of-the-user\",\"preStop\":\"secret-of-the-user\"");

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

    private String rejected(String fields) {
        JsonObject answer = lambda.invoke(handler(VARIABLES), input(fields));
        assertThat(answer.string("result")).isEqualTo("rejected");
        return answer.string("reason");
    }

    private PlanHandler handler(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        return new PlanHandler(
                instances,
                images,
                new FakeMachineTypes(),
                PlanHandler.parameters(environment),
                PlanHandler.settings(environment),
                "#!/bin/bash\n# @SPAWN_WORKLOAD_BASE64@\n");
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
