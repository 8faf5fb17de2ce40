package host.spore.spawn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

/** What is typed about sweeps. */
class SweepCommandsTest {
    private static final String ID = "01992c5e-7d0a-7c1e-9f3a-5b1d6a2e4c11";

    /** Every option that says something of a launch, in two commands, since some exclude each other. */
    private static final List<List<String>> LAUNCHES = List.of(
            List.of(
                    "--instance-type=c7i.large|c7a.*",
                    "--ami=al2023",
                    "--ttl=2h",
                    "--idle-timeout=30m",
                    "--on-idle=hibernate",
                    "--hibernation",
                    "--on-complete=terminate",
                    "--completion-file=/home/a/done",
                    "--completion-delay=30s",
                    "--pre-stop=@hook",
                    "--pre-stop-timeout=2m",
                    "--warn-minutes=15,5",
                    "--cost-limit=2.50",
                    "--patience=30m",
                    "--zone=us-east-1a|us-east-1b",
                    "--security-group=sg-0a1b2c3d",
                    "--security-group=sg-0a1b2c3e",
                    "--ssh-from=203.0.113.7/32",
                    "--public-address=yes",
                    "--dns=both",
                    "--volume-size=100",
                    "--volume-type=gp3",
                    "--volume=200",
                    "--volume=10:gp2",
                    "--kms-key=alias/lab",
                    "--owner=eve",
                    "--tag=team=web",
                    "--command=./x \"$A\"",
                    "--env=A=b c",
                    "--secret=T=arn:aws:ssm:us-east-1:123456789012:parameter/lab/t",
                    "--results=/home/a/results",
                    "--key-name=work",
                    "--replace",
                    "--keep-on-error",
                    "--instance-profile=genomics",
                    "--no-session-manager"),
            List.of(
                    "--launch-template=lab:3",
                    "--spot",
                    "--on-demand-fallback",
                    "--spot-max-price=0.12",
                    "--subnet=subnet-0a1b2c3d",
                    "--public-address=no",
                    "--user-data=@script"),
            List.of("--instance-type=t3.micro", "--no-dns", "--user-data-file=script"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("one.json"), "{\"params\": [{}]}");
        Files.writeString(folder.resolve("hook"), "sync\n");
        Files.writeString(folder.resolve("script"), "#!/bin/bash\necho hello\n");
        Files.writeString(folder.resolve("lr.yaml"), """
                defaults: {instance_type: c7i.large, ttl: 1h, command: ./train}
                grid: {lr: [0.1, 0.01], depth: [3, 5]}
                """);
    }

    private Shell.Outcome types(String... arguments) {
        return Shell.settled().in(folder).types(arguments);
    }

    private static String[] all(List<String> options, String... words) {
        return Stream.concat(Stream.of(words), options.stream()).toArray(String[]::new);
    }

    /** Without what a row has of its own. */
    private static Map<String, Json> told(JsonObject launch) {
        Map<String, Json> told = new LinkedHashMap<>(launch.members());
        Set.of("id", "correlationId", "at", "name").forEach(told::remove);
        for (String pairs : List.of("tags", "environment")) {
            Map<String, String> own = new LinkedHashMap<>(launch.strings(pairs));
            own.keySet().removeIf(key -> key.startsWith("spawn:sweep-") || key.startsWith("SWEEP_"));
            told.put(pairs, JsonObject.builder().put(pairs, own).build().object(pairs));
        }
        return told;
    }

    /** Issues 525, 539 and 544 of the system that spawn replaces: sweeps dropped what launches had. */
    @Test
    void aRowIsLaunchedAsSpawnLaunchWould() {
        for (List<String> options : LAUNCHES) {
            // When
            Shell.Outcome launch = types(all(options, "launch", "demo", "--dry-run"));
            Shell.Outcome sweep = types(all(options, "sweep", "expand", "one.json", "--json"));

            // Then
            assertThat(launch.err()).startsWith("spawn: dry run");
            assertThat(sweep.err()).isEmpty();
            JsonObject entry = JsonObject.parse(launch.out());
            assertThat(told(JsonObject.parse(sweep.out()))).containsExactlyInAnyOrderEntriesOf(told(detail(entry)));
        }
    }

    private static JsonObject detail(JsonObject entry) {
        return entry.members().get("Detail") instanceof Json.JsonString text
                ? JsonObject.parse(text.value())
                : entry.object("Detail");
    }

    @Test
    void everyOptionOfALaunchIsAmongThem() {
        Set<String> tried = LAUNCHES.stream()
                .flatMap(List::stream)
                .map(option -> option.split("=", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> known = new LaunchSubcommand()
                .arguments().stream()
                        .filter(OptionSpec.class::isInstance)
                        .map(option -> ((OptionSpec) option).longestName())
                        // A name is a row's own; that there is always an end, and encryption, is not to be chosen; a
                        // row is one instance.
                        .filter(name -> !Set.of(
                                        "--name",
                                        "--no-ttl",
                                        "--encrypt-volumes",
                                        "--array",
                                        "--min-viable",
                                        "--refill")
                                .contains(name))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(tried).isEqualTo(known);
    }

    @Test
    void aSweepIsOneCommandWithWhatWasSaidBesideItsFile() throws IOException {
        // When
        Shell.Outcome outcome = types(
                "sweep",
                "lr.yaml",
                "--ttl",
                "2h",
                "--max-concurrent=3",
                "--launch-delay",
                "10s",
                "--on-failure=stop",
                "--owner=ada",
                "--id",
                ID,
                "--dry-run");

        // Then
        JsonObject command = detail(JsonObject.parse(outcome.out()));
        assertThat(command.string("sweepId")).matches("lr-\\d{8}-[0-9a-f]{6}");
        assertThat(command.string("name")).isEqualTo("lr");
        assertThat(command.integer("maxConcurrent")).isEqualTo(3);
        assertThat(command.string("launchDelay")).isEqualTo("10s");
        assertThat(command.string("onFailure")).isEqualTo("stop");
        try (GZIPInputStream gzip =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(command.string("sweep"))))) {
            assertThat(JsonObject.parse(new String(gzip.readAllBytes(), StandardCharsets.UTF_8))
                            .object("defaults"))
                    .hasToString("{\"instance_type\":\"c7i.large\",\"command\":\"./train\",\"ttl\":\"2h\"}");
        }
        assertThat(detail(JsonObject.parse(types("sweep", "lr.yaml", "--id", ID, "--dry-run")
                                .out()))
                        .string("sweepId"))
                .as("said again with its id, it is the same sweep")
                .isEqualTo(command.string("sweepId"));
    }

    @Test
    void cancelAndResumeNeedItsId() {
        assertThat(detail(JsonObject.parse(types("sweep", "cancel", "lr-20261126-3f2a1b", "--dry-run")
                                .out()))
                        .string("sweepId"))
                .isEqualTo("lr-20261126-3f2a1b");
        JsonObject resumed = JsonObject.parse(
                types("sweep", "resume", "lr-20261126-3f2a1b", "--dry-run").out());
        assertThat(resumed.string("DetailType")).isEqualTo("ResumeSweep");
        assertThat(detail(resumed).string("owner")).isEqualTo("jane");
        assertThat(detail(JsonObject.parse(types("sweep", "resume", "lr-20261126-3f2a1b", "--owner=ada", "--dry-run")
                                .out()))
                        .string("owner"))
                .isEqualTo("ada");
        assertThat(types("sweep", "cancel").err()).startsWith("spawn: sweep is missing");
        assertThat(types("sweep", "cancel", "Lr_1").err()).startsWith("spawn: sweep \"Lr_1\": 1 to 50 lower-case");
    }

    @Test
    void validateSaysWhatItBecomes() {
        assertThat(types("sweep", "validate", "lr.yaml").outLines())
                .containsExactly("lr: 4 rows, parameters depth, lr", "on c7i.large; each ends after 1 h at the latest");
        assertThat(types("sweep", "validate", "lr.yaml", "--json").out())
                .startsWith("{\"valid\":true,\"name\":\"lr\",\"rows\":4");
    }

    @Test
    void expandShowsEachRow() {
        // When
        List<String> lines =
                new ArrayList<>(types("sweep", "expand", "lr.yaml", "--ttl=2h").outLines());

        // Then
        assertThat(lines).hasSize(4);
        assertThat(lines.get(1)).matches("1  lr-\\d{8}-[0-9a-f]{6}-1  c7i.large  ends after 2 h  depth=3 lr=0.01");
    }

    @Test
    void everythingThatIsWrongIsToldAndNothingPublished() throws IOException {
        // Given
        Files.writeString(folder.resolve("bad.json"), "{\"params\": [{\"ttl_hours\": 1, \"spot\": 1}]}");

        // When
        Shell.Outcome outcome = types("sweep", "bad.json", "--instance-type=t3.micro");

        // Then
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("/params/0/ttl_hours: did you mean \"ttl\"?"),
                        line -> assertThat(line).isEqualTo("/params/0/spot: expected true or false, got a number"),
                        line -> assertThat(line).isEqualTo("spawn: 2 problems, nothing published"));
    }

    @Test
    void whatNeedsNoFileToBeWrongIsRefused() {
        assertThat(types("sweep", "lr.yaml", "--max-concurrent=0").err())
                .startsWith("spawn: --max-concurrent \"0\": a whole number of instances from 1 to 10000");
        assertThat(types("sweep", "lr.yaml", "--on-failure=halt").err())
                .startsWith("spawn: --on-failure \"halt\": stop or continue");
        assertThat(types("sweep", "lr.yaml", "--launch-delay=2h").err())
                .startsWith("spawn: --launch-delay \"2h\": at most 1h");
        assertThat(types("sweep", "lr.yaml", "--max-concurrent-per-zone=2").err())
                .startsWith("spawn: --max-concurrent-per-zone: row 0 names no zone");
        assertThat(types("sweep", "lr.yaml", "--no-ttl").err()).startsWith("spawn: --no-ttl: every instance");
        assertThat(types("sweep", "nofile.yaml").err()).startsWith("spawn: \"nofile.yaml\": no such file");
        assertThat(types("sweep", "lr.yaml", "--name", "a".repeat(31)).err())
                .startsWith("spawn: --name \"" + "a".repeat(31) + "\": at most 30");
        assertThat(types("sweep").err()).startsWith("spawn: file is missing");
    }

    @Test
    void moreThanADeploymentUsuallyLetsLiveIsNoted() {
        assertThat(types("sweep", "lr.yaml", "--max-concurrent=101", "--dry-run")
                        .err())
                .startsWith("note: a deployment lets 100 instances live");
    }
}
