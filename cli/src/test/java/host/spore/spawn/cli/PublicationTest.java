package host.spore.spawn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Language;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is typed becomes exactly one PutEvents. */
class PublicationTest {
    private static final String ID = "01992c5e-7d0a-7c1e-9f3a-5b1d6a2e4c11";

    private final FakeBus bus = new FakeBus();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path folder;

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void aLaunchIsOneSignedPutEventsAndNothingElse() {
        // When
        Shell.Outcome outcome =
                Shell.speakingTo(bus).types("launch", "demo", "--instance-type", "c7i.large", "--ttl", "2h");

        // Then
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.err()).isEmpty();
        FakeBus.Request request = bus.onlyRequest();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/");
        assertThat(request.headers())
                .containsEntry("X-Amz-Target", "AWSEvents.PutEvents")
                .containsEntry("Content-Type", "application/x-amz-json-1.1");
        assertThat(request.onlyEntry().string("EventBusName")).isEqualTo(Shell.BUS);
        assertThat(request.onlyEntry().string("Source")).isEqualTo("spawn.cli");
        assertThat(request.onlyEntry().string("DetailType")).isEqualTo("LaunchInstance");
    }

    @Test
    void theSignatureHoldsForWhatArrives() {
        // When
        Shell.speakingTo(bus).types("terminate", "demo");

        // Then
        assertThat(Signature.scopeOf(bus.onlyRequest(), "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"))
                .isEqualTo("AKIDEXAMPLE/20261123/us-east-1/events/aws4_request"
                        + " content-type;host;x-amz-content-sha256;x-amz-date;x-amz-target");
    }

    @Test
    void aSessionTokenIsSentAndSigned() {
        // When
        Shell.speakingTo(bus).with("AWS_SESSION_TOKEN", "token").types("terminate", "demo");

        // Then
        assertThat(bus.onlyRequest().headers()).containsEntry("X-Amz-Security-Token", "token");
        assertThat(Signature.scopeOf(bus.onlyRequest(), "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"))
                .contains("x-amz-security-token");
    }

    @Test
    void anOwnersInstancesAreOneCommand() {
        // When
        Shell.speakingTo(bus).types("extend", "--owner", "ada", "--yes", "--by", "1h", "--shorten", "--id=" + ID);

        // Then
        assertThat(bus.onlyRequest().detail().toString())
                .isEqualTo("{\"version\":1,\"id\":\"" + ID + "\",\"correlationId\":\"" + ID
                        + "\",\"at\":\"2026-11-23T16:42:07.123Z\",\"owner\":\"ada\",\"by\":\"1h\",\"shorten\":true}");
    }

    /** By the name of what they belong to, or by its id. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            extend    | ExtendInstance    | array | work
            stop      | StopInstance      | array | work-20261127-3f2a1b
            hibernate | HibernateInstance | array | work
            start     | StartInstance     | array | work-20261127-3f2a1b
            terminate | TerminateInstance | array | work-20261127-3f2a1b
            extend    | ExtendInstance    | sweep | lr-20261126-3f2a1b
            stop      | StopInstance      | sweep | lr
            hibernate | HibernateInstance | sweep | lr-20261126-3f2a1b
            start     | StartInstance     | sweep | lr
            terminate | TerminateInstance | sweep | lr-20261126-3f2a1b
            """)
    void theInstancesOfAnArrayOrASweepAreOneCommandAndNeedNoSecondThought(
            String command, String type, String kind, String which) {
        // Given
        var typed = new ArrayList<>(List.of(command, "--" + kind, which, "--id=" + ID));
        String beside = "";
        if (command.equals("extend")) {
            typed.addAll(List.of("--by", "1h"));
            beside = ",\"by\":\"1h\",\"shorten\":false";
        }

        // When
        Shell.Outcome outcome = Shell.speakingTo(bus).types(typed.toArray(String[]::new));

        // Then
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(Program.ACCEPTED);
        assertThat(bus.onlyRequest().onlyEntry().string("DetailType")).isEqualTo(type);
        assertThat(bus.onlyRequest().detail().toString())
                .isEqualTo("{\"version\":1,\"id\":\"" + ID + "\",\"correlationId\":\"" + ID
                        + "\",\"at\":\"2026-11-23T16:42:07.123Z\",\"" + kind + "\":\"" + which + "\"" + beside + "}");
    }

    @Test
    void anArrayIsALaunchWithItsSize() {
        // When
        Shell.Outcome outcome = Shell.speakingTo(bus)
                .types(
                        "launch",
                        "work",
                        "--instance-type=c7i.large",
                        "--spot",
                        "--array=4",
                        "--min-viable=3",
                        "--refill",
                        "--id=" + ID);

        // Then
        assertThat(bus.onlyRequest().detail().object("array").toString())
                .isEqualTo("{\"size\":4,\"minViable\":3,\"refill\":true}");
        assertThat(outcome.out())
                .contains(
                        "array      4 instances, work-0 to work-3, 3 are enough; interrupted ones are launched again",
                        "address    work.1kpqzg2c.spore.host  (any that runs; each by itself: work-0.1kpqzg2c.spore.host and on)");
    }

    @Test
    void everyOptionOfALaunchArrives() throws IOException {
        // Given
        Files.writeString(folder.resolve("setup.sh"), "#!/bin/sh\necho ünïcode\n");
        Files.writeString(folder.resolve("sync.sh"), "sync 'a b'");

        // When
        Shell.speakingTo(bus)
                .in(folder)
                .types(
                        "launch",
                        "--name=demo",
                        "--instance-type=c7i.large|c7a.large",
                        "--ami=ubuntu-24.04",
                        "--ttl=90m",
                        "--idle-timeout=30m",
                        "--on-idle=stop",
                        "--on-complete=terminate",
                        "--completion-file=/tmp/done",
                        "--completion-delay=10s",
                        "--pre-stop=@sync.sh",
                        "--pre-stop-timeout=2m",
                        "--warn-minutes=10,1",
                        "--results=/home/ec2-user/out",
                        "--spot",
                        "--on-demand-fallback",
                        "--zone=us-east-1a|us-east-1b",
                        "--volume-size=100",
                        "--volume-type=gp3",
                        "--spot-max-price=0.12",
                        "--patience=30m",
                        "--cost-limit=20",
                        "--owner=team-a",
                        "--tag=team=web",
                        "--tag",
                        "note=a=b",
                        "--user-data=@setup.sh",
                        "--key-name=my key",
                        "--replace",
                        "--keep-on-error",
                        "--region=us-east-1",
                        "--id=" + ID);

        // Then
        assertThat(bus.onlyRequest().detail().toString())
                .isEqualTo("{\"version\":1,\"id\":\"" + ID + "\",\"correlationId\":\"" + ID
                        + "\",\"at\":\"2026-11-23T16:42:07.123Z\",\"name\":\"demo\",\"owner\":\"team-a\","
                        + "\"instanceType\":\"c7i.large|c7a.large\",\"ami\":\"ubuntu-24.04\",\"hibernation\":false,"
                        + "\"spot\":true,\"onDemandFallback\":true,\"spotMaxPrice\":\"0.12\",\"patience\":\"30m\",\"costLimit\":\"20\","
                        + "\"zone\":\"us-east-1a|us-east-1b\",\"volumeSizeGib\":100,\"volumeType\":\"gp3\","
                        + "\"ttl\":\"1h30m\",\"idleTimeout\":\"30m\",\"onIdle\":\"stop\",\"onComplete\":\"terminate\","
                        + "\"completionFile\":\"/tmp/done\",\"completionDelay\":\"10s\",\"preStop\":\"sync 'a b'\","
                        + "\"preStopTimeout\":\"2m\",\"warnMinutes\":[10,1],"
                        + "\"userData\":\"#!/bin/sh\\necho ünïcode\\n\",\"results\":\"/home/ec2-user/out\","
                        + "\"keyName\":\"my key\",\"sessionManager\":true,\"tags\":{\"team\":\"web\",\"note\":\"a=b\"},"
                        + "\"replace\":true,\"keepOnError\":true}");
    }

    @Test
    void whereWithWhichDisksAndAsWhomIsInTheEventToo() {
        // When
        Shell.speakingTo(bus)
                .types(
                        "launch",
                        "demo",
                        "--launch-template=lab:3",
                        "--subnet=subnet-0a1b2c3d",
                        "--security-group=sg-0a1b2c3d",
                        "--security-group=sg-0a1b2c3e",
                        "--ssh-from=203.0.113.0/24",
                        "--public-address=no",
                        "--dns=private",
                        "--volume=100",
                        "--volume=7:gp2",
                        "--encrypt-volumes",
                        "--kms-key=alias/lab",
                        "--command=make",
                        "--env=SEED=a 'b' $c =",
                        "--env",
                        "EMPTY=",
                        "--secret=TOKEN=arn:aws:ssm:us-east-1:123456789012:parameter/lab/token",
                        "--instance-profile=genomics",
                        "--no-session-manager",
                        "--id=" + ID);

        // Then
        JsonObject detail = bus.onlyRequest().detail();
        assertThat(detail.toString())
                .isEqualTo("{\"version\":1,\"id\":\"" + ID + "\",\"correlationId\":\"" + ID
                        + "\",\"at\":\"2026-11-23T16:42:07.123Z\",\"name\":\"demo\",\"owner\":\"jane\","
                        + "\"hibernation\":false,\"launchTemplate\":\"lab:3\",\"spot\":false,\"onDemandFallback\":false,"
                        + "\"subnetId\":\"subnet-0a1b2c3d\",\"securityGroupIds\":[\"sg-0a1b2c3d\",\"sg-0a1b2c3e\"],"
                        + "\"sshFrom\":\"203.0.113.0/24\",\"publicAddress\":false,\"dns\":\"private\",\"kmsKey\":\"alias/lab\","
                        + "\"dataVolumes\":[{\"sizeGib\":100,\"type\":\"gp3\"},{\"sizeGib\":7,\"type\":\"gp2\"}],"
                        + "\"command\":\"make\",\"environment\":{\"SEED\":\"a 'b' $c =\",\"EMPTY\":\"\"},"
                        + "\"secrets\":{\"TOKEN\":\"arn:aws:ssm:us-east-1:123456789012:parameter/lab/token\"},"
                        + "\"instanceProfile\":\"genomics\",\"sessionManager\":false,\"tags\":{},"
                        + "\"replace\":false,\"keepOnError\":false}");
    }

    @ParameterizedTest
    @CsvSource({"--no-dns, none", "--no-dns --dns none, none", "--dns both, both", "--spot, "})
    void inWhichZonesItHasANameIsInTheEvent(String options, @Nullable String dns) {
        // When
        Shell.speakingTo(bus).types(("launch demo --instance-type t3.micro " + options).split(" "));

        // Then
        assertThat(bus.onlyRequest().detail().optionalString("dns").orElse(null))
                .isEqualTo(dns);
    }

    @Test
    void aFileMayBeNamedByAnOptionOfItsOwn() throws IOException {
        // Given
        Files.writeString(folder.resolve("setup.sh"), "#!/bin/sh\n");

        // When
        Shell.speakingTo(bus)
                .in(folder)
                .types("launch", "demo", "--instance-type=t3.micro", "--user-data-file", "setup.sh");

        // Then
        assertThat(bus.onlyRequest().detail().string("userData")).isEqualTo("#!/bin/sh\n");
    }

    @Test
    void aLineOfShellStandsInForAScript() {
        // When
        Shell.speakingTo(bus).types("launch", "demo", "--instance-type=t3.micro", "--command", "make && ./run 'a b'");

        // Then
        assertThat(bus.onlyRequest().detail().string("command")).isEqualTo("make && ./run 'a b'");
    }

    /** Whoever asks for an action that needs hibernation has asked for hibernation. */
    @ParameterizedTest
    @CsvSource({
        "--hibernation, true",
        "--ttl 2h --idle-timeout 1h --on-idle hibernate, true",
        "--on-complete hibernate, true",
        "--on-complete stop, false",
        "--hibernation --on-idle stop, true",
    })
    void anActionThatHibernatesEnablesHibernation(String options, boolean enabled) {
        // When
        Shell.speakingTo(bus).types(("launch demo --instance-type t3.micro " + options).split(" "));

        // Then
        assertThat(bus.onlyRequest().detail().bool("hibernation", !enabled)).isEqualTo(enabled);
    }

    @Test
    void whatIsNotSaidIsDefaultedOrLeftOut() {
        // When
        Shell.speakingTo(bus).as("CORP\\Jane Doe").types("launch", "demo", "--instance-type", "t3.micro");

        // Then
        JsonObject detail = bus.onlyRequest().detail();
        LaunchInstance launch =
                (LaunchInstance) Language.command("LaunchInstance", detail).orElseThrow();
        assertThat(launch.owner()).isEqualTo("CORP-Jane-Doe");
        assertThat(launch.machine().ami()).isEqualTo("al2023");
        assertThat(launch.purchase().spot()).isFalse();
        assertThat(detail.members())
                .doesNotContainKeys(
                        "ttl",
                        "idleTimeout",
                        "onIdle",
                        "onComplete",
                        "completionFile",
                        "completionDelay",
                        "preStop",
                        "preStopTimeout",
                        "warnMinutes",
                        "keyName",
                        "instanceProfile",
                        "launchTemplate",
                        "subnetId",
                        "securityGroupIds",
                        "sshFrom",
                        "publicAddress",
                        "kmsKey",
                        "dataVolumes",
                        "environment",
                        "secrets",
                        "userData",
                        "command",
                        "results");
        // A UUID version 7: its first 48 bits are the clock's milliseconds.
        UUID id = UUID.fromString(launch.envelope().id());
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(Shell.NOW.toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "extend demo --by 1h30m                      | ExtendInstance    | spawn-extend    | by     | 1h30m",
                "extend demo --until 2026-11-23T19:42:07+01:00 | ExtendInstance  | spawn-extend    | until  | 2026-11-23T18:42:07Z",
                "terminate i-0c5d0c5d0c5d0c5d0               | TerminateInstance | spawn-terminate | target | i-0c5d0c5d0c5d0c5d0",
                "stop demo                                   | StopInstance      | spawn-stop      | target | demo",
                "hibernate demo                              | HibernateInstance | spawn-hibernate | target | demo",
                "start demo                                  | StartInstance     | spawn-start     | target | demo",
            })
    void everyCommandHasItsTypeAndItsFlow(String typed, String type, String flow, String key, String value) {
        // When
        Shell.Outcome outcome = Shell.speakingTo(bus).types((typed + " --json --id " + ID).split(" +"));

        // Then
        assertThat(outcome.exit()).isZero();
        assertThat(bus.onlyRequest().onlyEntry().string("DetailType")).isEqualTo(type);
        assertThat(bus.onlyRequest().detail().string(key)).isEqualTo(value);
        assertThat(JsonObject.parse(outcome.out()).string("execution"))
                .isEqualTo("arn:aws:states:us-east-1:123456789012:execution:" + flow + ":" + ID);
    }

    @Test
    void jsonIsOneLineThatParses() {
        // When
        Shell.Outcome outcome =
                Shell.speakingTo(bus).types("launch", "demo", "--instance-type", "t3.micro", "--json", "--id", ID);

        // Then
        assertThat(outcome.outLines()).hasSize(1);
        assertThat(Json.parse(outcome.out()).toString())
                .isEqualTo("{\"id\":\"" + ID + "\",\"type\":\"LaunchInstance\",\"name\":\"demo\","
                        + "\"address\":\"demo.1kpqzg2c.spore.host\","
                        + "\"execution\":\"arn:aws:states:us-east-1:123456789012:execution:spawn-launch:" + ID + "\","
                        + "\"eventId\":\"" + FakeBus.EVENT_ID + "\"}");
    }

    @Test
    void aDryRunPrintsTheEntryAndNeedsNoCredentials() {
        // When
        Shell.Outcome outcome = Shell.speakingTo(bus)
                .without("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
                .types("stop", "demo", "--dry-run", "--id", ID);

        // Then
        assertThat(outcome.exit()).isZero();
        assertThat(bus.requests()).isEmpty();
        assertThat(outcome.err()).isEqualTo("spawn: dry run, nothing was published" + System.lineSeparator());
        JsonObject entry = JsonObject.parse(outcome.out());
        assertThat(entry.members().keySet()).containsExactly("EventBusName", "Source", "DetailType", "Detail");
        assertThat(JsonObject.parse(entry.string("Detail")).string("target")).isEqualTo("demo");
    }

    @Test
    void whatWasPrintedDryIsWhatIsPublished() {
        // Given
        Shell shell = Shell.speakingTo(bus);
        String[] typed = {"launch", "demo", "--instance-type", "t3.micro", "--id", ID};
        Shell.Outcome dry = shell.types("launch", "demo", "--instance-type", "t3.micro", "--id", ID, "--dry-run");

        // When
        shell.types(typed);

        // Then
        assertThat(JsonObject.parse(dry.out())).isEqualTo(bus.onlyRequest().onlyEntry());
    }

    @Test
    void theServicesOwnEndpointVariableWins() {
        // When
        Shell.Outcome outcome = Shell.settled()
                .with("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
                .with("AWS_ENDPOINT_URL_EVENTBRIDGE", bus.url())
                .types("stop", "demo");

        // Then
        assertThat(outcome.exit()).isZero();
        assertThat(bus.requests()).hasSize(1);
    }
}
