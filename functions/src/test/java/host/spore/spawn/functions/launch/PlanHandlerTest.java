package host.spore.spawn.functions.launch;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.NameZones;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.store.Breaker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanHandlerTest extends Planning {
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

    @Test
    void withoutADomainThereIsNoName() {
        // When
        JsonObject plan = planned(without("SPAWN_DOMAIN"), "\"instanceType\":\"t3.micro\"");

        // Then
        assertThat(plan.has("dnsName")).isFalse();
        assertThat(plan.strings("tags")).doesNotContainKey("spawn:dns");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "public, demo.1kpqzg2c.spore.host, demo.1kpqzg2c.spore.host, -",
                "private, demo.1kpqzg2c.spore.internal, -, demo.1kpqzg2c.spore.internal",
                "both, demo.1kpqzg2c.spore.host, demo.1kpqzg2c.spore.host, demo.1kpqzg2c.spore.internal",
                "none, -, -, -",
            })
    void itsNamesAreThoseOfTheZonesThatWereAskedFor(
            String dns, @Nullable String told, @Nullable String outside, @Nullable String inside) {
        // Given
        Map<String, String> variables = new HashMap<>(VARIABLES);
        variables.put("SPAWN_INTERNAL_DOMAIN", "spore.internal");

        // When
        JsonObject plan = planned(variables, "\"instanceType\":\"t3.micro\",\"dns\":\"" + dns + "\"");

        // Then: the instance's own tags say where it belongs
        assertThat(plan.optionalString("dnsName").orElse(null)).isEqualTo(told);
        assertThat(plan.strings("tags").get("spawn:dns")).isEqualTo(outside);
        assertThat(plan.strings("tags").get("spawn:dns-private")).isEqualTo(inside);
        assertThat(plan.object("bootstrap").string("config").contains("dns_name: "))
                .isEqualTo(told != null);
    }

    @Test
    void aZoneThatIsNotThereIsRefusedWithWhatToDo() {
        assertThat(rejected("\"instanceType\":\"t3.micro\",\"dns\":\"private\""))
                .isEqualTo("--dns private: this deployment has no private zone; leave --dns out, or deploy it with one"
                        + " (cdk context privateDomain, docs/dns.md)");
        assertThat(InstanceNames.decide(
                        NameZones.BOTH,
                        new Name("demo"),
                        new AccountId("123456789012"),
                        new InstanceNames.Domains(null, "spore.internal")))
                .isEqualTo(new Checked.Refused<>("--dns both: this deployment has no public zone; leave --dns out, or"
                        + " deploy it with a domain (cdk context domain, docs/dns.md)"));
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
                "SPAWN_WORKER_INSTANCE_PROFILE_ARN",
                "SPAWN_BUS_NAME",
                "SPAWN_RESULTS_BUCKET",
                "SPAWN_INSTANCE_ARNS"
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
                "\"instanceType\":\"t3.micro\",\"userData\":\"secret-of-the-user\",\"preStop\":\"secret-of-the-user\","
                        + "\"environment\":{\"A\":\"secret-of-the-user\"}");

        // Then
        assertThat(lambda.logged())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.toString())
                        .doesNotContain("secret-of-the-user", "userData")
                        .contains("\"correlationId\":\"c0\""));
    }
}
