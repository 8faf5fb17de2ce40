package host.spore.spawn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.cli.bus.BusArn;
import host.spore.spawn.cli.bus.Endpoint;
import host.spore.spawn.events.Access;
import host.spore.spawn.events.Command;
import host.spore.spawn.events.CompletionAction;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.ExtendInstance;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Life;
import host.spore.spawn.events.Machine;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.Placement;
import host.spore.spawn.events.PowerAction;
import host.spore.spawn.events.Purchase;
import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.events.StopInstance;
import host.spore.spawn.events.Tags;
import host.spore.spawn.events.Target;
import host.spore.spawn.events.Volumes;
import host.spore.spawn.events.Work;
import host.spore.spawn.events.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;

class ReportTest {
    private static final String ID = "01992c5e-7d0a-7c1e-9f3a-5b1d6a2e4c11";
    private static final Envelope ENVELOPE = Envelope.first(ID, Shell.NOW);
    private static final Settings SETTINGS = new Settings(BusArn.parse(Shell.BUS), Optional.of("spore.host"));
    private static final Endpoint AWS = Endpoint.of(SETTINGS.bus(), Map.of());
    private static final Endpoint EMULATOR = new Endpoint(URI.create("http://127.0.0.1:4566"), true);

    @Test
    void aLaunchIsToldOnOneScreen() {
        assertThat(report(launch("2h", null, false), AWS, "Europe/Berlin")).isEqualTo("""
                        published  LaunchInstance  01992c5e-7d0a-7c1e-9f3a-5b1d6a2e4c11
                        name       demo
                        address    demo.1kpqzg2c.spore.host  (resolves once it runs)
                        ends       19:42 today (18:42 UTC), 2 h after it starts; idle is not watched (--idle-timeout)
                        follow     https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/arn:aws:states:us-east-1:123456789012:execution:spawn-launch:01992c5e-7d0a-7c1e-9f3a-5b1d6a2e4c11
                        outcome    aws stepfunctions describe-execution --region us-east-1 --execution-arn arn:aws:states:us-east-1:123456789012:execution:spawn-launch:01992c5e-7d0a-7c1e-9f3a-5b1d6a2e4c11""");
    }

    /** A key alone opens nothing, which whoever gave one should not find out by waiting. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "\"owner\":\"jane\" | -",
                "\"sshFrom\":\"203.0.113.7/32\",\"keyName\":\"k\" | from 203.0.113.7/32 alone",
                "\"sshFrom\":\"203.0.113.7/32\" | from 203.0.113.7/32, with a key that the image knows",
                "\"sshFrom\":\"10.0.0.0/8\",\"keyName\":\"k\",\"publicAddress\":false | from 10.0.0.0/8 alone; by its private address",
                "\"keyName\":\"k\" | from nowhere: its security group lets nobody in (--ssh-from CIDR); Session Manager does",
                "\"keyName\":\"k\",\"sessionManager\":false | from nowhere: its security group lets nobody in (--ssh-from CIDR)",
                "\"keyName\":\"k\",\"securityGroupIds\":[\"sg-0a1b2c3d\"] | -",
            })
    void whoGetsInIsSaidWhereItWasAskedFor(String fields, @Nullable String way) {
        // Given
        Command launch = Language.command(
                        "LaunchInstance",
                        JsonObject.parse("{\"version\":1,\"id\":\"c1\",\"correlationId\":\"c1\","
                                + "\"at\":\"2026-11-23T12:00:00Z\",\"name\":\"demo\",\"owner\":\"ann\","
                                + "\"instanceType\":\"t3.micro\","
                                + (fields.startsWith("\"owner\"") ? "\"ttl\":\"1h\"" : fields) + "}"))
                .orElseThrow();

        // When
        String report = report(launch, AWS, "UTC");

        // Then
        if (way == null) {
            assertThat(report).doesNotContain("ssh  ");
        } else {
            assertThat(report.lines()).contains("ssh        " + way);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "public | demo.1kpqzg2c.spore.host  (resolves once it runs) | demo.1kpqzg2c.spore.host",
                "both | demo.1kpqzg2c.spore.host  (resolves once it runs; in its VPCs, the private zone has it too) | demo.1kpqzg2c.spore.host",
                "private | its name in the private zone, which InstanceReady says  (resolves in its VPCs once it runs) | -",
                "none | by IP only | -",
            })
    void whereItsNameIsWrittenIsSaid(String zones, String address, @Nullable String forPrograms) {
        // Given
        Command launch = Language.command(
                        "LaunchInstance",
                        JsonObject.parse("{\"version\":1,\"id\":\"c1\",\"correlationId\":\"c1\","
                                + "\"at\":\"2026-11-23T12:00:00Z\",\"name\":\"demo\",\"owner\":\"ann\","
                                + "\"instanceType\":\"t3.micro\",\"ttl\":\"1h\",\"dns\":\"" + zones + "\"}"))
                .orElseThrow();

        // When
        Report report = new Report(launch, SETTINGS, AWS, "event", ZoneId.of("UTC"));

        // Then
        assertThat(report.text().lines()).contains("address    " + address);
        assertThat(report.json().optionalString("address").orElse(null)).isEqualTo(forPrograms);
    }

    @Test
    void anEmulatorHasNoConsole() {
        assertThat(report(launch("2h", null, false), EMULATOR, "UTC")).doesNotContain("follow", "https://");
    }

    @Test
    void withoutADomainItSaysHowItIsReached() {
        Report report = new Report(
                launch("2h", null, false),
                new Settings(SETTINGS.bus(), Optional.empty()),
                AWS,
                "event",
                ZoneId.of("UTC"));
        assertThat(report.text()).contains("address    by IP only: no domain is set (SPAWN_DOMAIN)");
        assertThat(report.json().has("address")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-    | -   | false | 16:42 tomorrow (UTC), 1 d after it starts (--ttl); stops after 1 h idle (--idle-timeout)",
                "-    | 30m | false | 16:42 tomorrow (UTC), 1 d after it starts (--ttl); stops after 30 m idle",
                "-    | -   | true  | 16:42 tomorrow (UTC), 1 d after it starts (--ttl); ends after 1 h idle, as spot cannot be stopped (--idle-timeout)",
                "2h30m | 1h | false | 19:12 today (UTC), 2 h 30 m after it starts; stops after 1 h idle",
                "7d   | -   | false | 16:42 on 2026-11-30 (UTC), 7 d after it starts; idle is not watched (--idle-timeout)",
                "60s  | -   | false | 16:43:07 today (UTC), 1 m after it starts; idle is not watched (--idle-timeout)",
            })
    void theEndIsToldInWords(@Nullable String ttl, @Nullable String idle, boolean spot, String expected) {
        assertThat(report(launch(ttl, idle, spot), AWS, "UTC")).contains("ends       " + expected + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "STOP      | -         | false | stops after 1 h idle",
                "TERMINATE | -         | false | ends after 1 h idle",
                "TERMINATE | -         | true  | ends after 1 h idle",
                "STOP      | -         | true  | ends after 1 h idle, as spot cannot be stopped",
                "-         | STOP      | false | when done  stops",
                "-         | TERMINATE | false | when done  ends",
                "-         | STOP      | true  | when done  ends, as spot cannot be stopped",
                "-         | TERMINATE | true  | when done  ends",
            })
    void whatFollowsIdlenessAndCompletionIsTold(
            @Nullable PowerAction onIdle, @Nullable CompletionAction onComplete, boolean spot, String expected) {
        assertThat(report(launch("2h", "1h", spot, onIdle, onComplete), AWS, "UTC"))
                .contains(expected + "\n");
    }

    @ParameterizedTest
    @EnumSource(names = "NONE")
    @NullSource
    void nothingIsToldOfWhatDoesNotFollow(@Nullable CompletionAction onComplete) {
        assertThat(report(launch("2h", null, false, null, onComplete), AWS, "UTC"))
                .doesNotContain("when done");
    }

    @Test
    void aCostLimitIsToldWithWhatItCovers() {
        // Given
        LaunchInstance plain = launch("2h", null, false);
        LaunchInstance limited = (LaunchInstance) Language.command(
                        "LaunchInstance",
                        JsonObject.builder()
                                .putAll(plain.toJson())
                                .put("costLimit", "2.5")
                                .build())
                .orElseThrow();

        // When
        String report = report(limited, AWS, "UTC");

        // Then
        assertThat(report)
                .contains("cost limit 2.50 USD of computing and volumes end it before that; refused if its price is not"
                        + " known\n");
        assertThat(report(plain, AWS, "UTC")).doesNotContain("cost limit");
    }

    @Test
    void theEndIsInTheUsersOwnTimeAndInUtc() {
        assertThat(report(launch("2h", null, false), AWS, "Asia/Kolkata")).contains("00:12 tomorrow (18:42 UTC)");
        assertThat(report(launch("60s", null, false), AWS, "Asia/Kolkata")).contains("22:13:07 today (16:43:07 UTC)");
    }

    @Test
    void anExtensionSaysWhatMoves() {
        Target target = new Target("demo");
        assertThat(report(new ExtendInstance(ENVELOPE, target, SpawnDuration.parse("90m"), null), AWS, "UTC"))
                .contains("target     demo\n", "deadline   1 h 30 m later than it is now\n", "spawn-extend:");
        Instant until = Instant.parse("2026-11-24T08:00:00Z");
        assertThat(report(new ExtendInstance(ENVELOPE, target, null, until), AWS, "UTC"))
                .contains("deadline   08:00 tomorrow (UTC)\n");
    }

    @Test
    void aShorteningSaysSo() {
        assertThat(report(
                        new ExtendInstance(ENVELOPE, new Target("demo"), SpawnDuration.parse("90m"), null, true),
                        AWS,
                        "UTC"))
                .contains("deadline   1 h 30 m earlier than it is now\n");
    }

    @Test
    void anOwnersInstancesAreOneCommandWithAFlowOfItsOwn() {
        Report report =
                new Report(new StopInstance(ENVELOPE, Target.ofOwner("ada")), SETTINGS, AWS, "event", ZoneId.of("UTC"));
        assertThat(report.text()).contains("target     every instance of ada", ":spawn-each:");
        assertThat(report.json().optionalString("owner")).contains("ada");
        assertThat(report.json().has("target")).isFalse();
    }

    @Test
    void aStopSaysThatTheDeadlineStays() {
        assertThat(report(new StopInstance(ENVELOPE, new Target("demo")), AWS, "UTC"))
                .contains("deadline   stays: once it has passed, a stopped instance ends too\n");
    }

    private static String report(Command command, Endpoint endpoint, String zone) {
        return new Report(command, SETTINGS, endpoint, "event", ZoneId.of(zone))
                .text()
                .replace(System.lineSeparator(), "\n");
    }

    private static LaunchInstance launch(@Nullable String ttl, @Nullable String idle, boolean spot) {
        return launch(ttl, idle, spot, null, null);
    }

    private static LaunchInstance launch(
            @Nullable String ttl,
            @Nullable String idle,
            boolean spot,
            @Nullable PowerAction onIdle,
            @Nullable CompletionAction onComplete) {
        return new LaunchInstance(
                ENVELOPE,
                new Name("demo"),
                "jane",
                new Machine("c7i.large", "al2023", false, null),
                new Purchase(spot, false, null, null, null),
                Placement.ANYWHERE,
                Volumes.OF_THE_IMAGE,
                new Life(
                        ttl == null ? null : SpawnDuration.parse(ttl),
                        idle == null ? null : SpawnDuration.parse(idle),
                        onIdle,
                        onComplete,
                        null,
                        null,
                        null,
                        null,
                        List.of()),
                Work.NONE,
                Access.USUAL,
                Tags.NONE,
                false,
                false);
    }
}
