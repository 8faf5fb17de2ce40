package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The workload's variables, from the user data to the program, with bash and python as an instance has them. */
class WorkloadVariablesTest {
    private static final Path SCRIPT =
            Path.of("../functions/src/main/resources/host/spore/spawn/functions/launch/bootstrap.sh");
    private static final String ENVIRONMENT = "#!/bin/bash\nenv -0 > \"$SPAWN_ROOT/seen\"\n";

    /** What has broken shells before, and names that mean something to one. */
    private static final Map<String, String> HOSTILE = new LinkedHashMap<>();

    static {
        HOSTILE.put("EMPTY", "");
        HOSTILE.put("SPACES", "  a  b  ");
        HOSTILE.put("QUOTES", "it's \"quoted\" 'twice'");
        HOSTILE.put(
                "EXPANSIONS", "$HOME ${PATH} $(touch \"$SPAWN_ROOT/harm\") `touch $SPAWN_ROOT/harm` $((1+1)) ~ * ?");
        HOSTILE.put("SEPARATORS", "a;b&&c|d>e<f\\g=h#i!");
        HOSTILE.put("UTF8", "üñíçødé 🧬 \u202e");
        HOSTILE.put("EQUALS", "=a=b=");
        HOSTILE.put("DASHES", "--help");
        HOSTILE.put("PERCENT", "%s%n\\0\\x41");
        HOSTILE.put("UID", "0");
        HOSTILE.put("R", "/elsewhere");
        HOSTILE.put("IFS", ":");
        HOSTILE.put("BASH_ENV", "/dev/null");
        HOSTILE.put("SHELLOPTS", "noexec");
        HOSTILE.put("code", "7");
        HOSTILE.put("_", "x");
    }

    @TempDir
    Path folder;

    private FakeCloud cloud;
    private Path root;

    @AfterEach
    void closeCloud() {
        cloud.close();
    }

    @BeforeEach
    void setUp() throws IOException {
        cloud = new FakeCloud();
        root = Files.createDirectories(folder.resolve("root"));
        program(folder.resolve("bin/systemctl"), "#!/bin/sh\n");
        for (String unit : List.of("spored.service", "spawn-worker.service")) {
            Path systemd = Files.createDirectories(root.resolve("opt/spored/systemd"));
            Files.copy(Path.of("src/main/dist/systemd").resolve(unit), systemd.resolve(unit));
        }
        Path bin = Files.createDirectories(root.resolve("opt/spored/bin"));
        Files.copy(Path.of("src/main/dist/bin/with-variables"), bin.resolve("with-variables"));
        // As an image has it that brings the agent along.
        Files.writeString(root.resolve("opt/spored/.sha256"), "abc\n");
    }

    @Test
    void everyVariableArrivesByteByByteAndNothingElseHappens() throws Exception {
        // Given: a program that no shell starts, so that what is seen is what was given
        bootstrap("""
                #!/usr/bin/env -S python3 -S
                import os
                with open(os.environ['SPAWN_ROOT'] + '/seen', 'wb') as f:
                    f.write(b'\\0'.join(k + b'=' + v for k, v in os.environb.items()))
                """, HOSTILE, Map.of());

        // When
        Ran ran = workload();

        // Then
        assertThat(ran.code).as(ran.output).isZero();
        assertThat(seen()).containsAllEntriesOf(HOSTILE);
        assertThat(root.resolve("harm")).doesNotExist();
        assertThat(Files.readString(root.resolve("var/lib/spawn/exit/workload")))
                .matches("0 \\d+\n");
    }

    @Test
    void secretsAreReadAtTheLastMomentIntoMemoryAlone() throws Exception {
        // Given
        spored("cat > '" + folder + "/asked'; printf 'TOKEN=hunter2 \\047x\\047\\nline two\\n\\000DB=ada\\000'");

        // When
        bootstrap(ENVIRONMENT, Map.of("SEED", "42"), Map.of("TOKEN", "arn:aws:ssm:eu-west-1:1:parameter/t"));
        Ran ran = workload();

        // Then
        assertThat(ran.code).as(ran.output).isZero();
        assertThat(seen())
                .containsEntry("TOKEN", "hunter2 'x'\nline two\n")
                .containsEntry("DB", "ada")
                .containsEntry("SEED", "42");
        assertThat(Files.readString(folder.resolve("asked"))).isEqualTo("TOKEN arn:aws:ssm:eu-west-1:1:parameter/t\n");
        Files.delete(root.resolve("seen"));
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> !file.endsWith("opt/spored/bin/spored")))
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain("hunter2"));
        }
    }

    @Test
    void withoutAllOfItsSecretsTheWorkloadDoesNotStartAndTheReasonIsLeftForTheAgent() throws Exception {
        // Given
        spored(
                "printf 'TOKEN=hunter2\\000'; echo 'a warning of Java' >&2; echo 'spored: secret DB (arn): denied' >&2; exit 1");

        // When
        bootstrap(ENVIRONMENT, Map.of(), Map.of("DB", "arn:aws:ssm:eu-west-1:1:parameter/t"));
        Ran ran = workload();

        // Then
        assertThat(ran.code).isEqualTo(1);
        assertThat(root.resolve("seen")).doesNotExist();
        assertThat(root.resolve("var/lib/spawn/exit/workload")).doesNotExist();
        assertThat(Files.readString(root.resolve("var/lib/spawn/exit/secrets")))
                .isEqualTo("spored: secret DB (arn): denied");
        assertThat(ran.output).contains("the workload is not started").doesNotContain("hunter2");
    }

    @Test
    void withoutVariablesNothingIsDifferent() throws Exception {
        // Given
        bootstrap("#!/bin/bash\necho $0; exit 7\n", Map.of(), Map.of());

        // When
        Ran ran = workload();

        // Then
        assertThat(ran.code).isEqualTo(7);
        assertThat(ran.output).isEqualTo(root.resolve("var/lib/spawn/workload.sh") + "\n");
    }

    /** All members of an array have one user data, and so the same variables. */
    @ParameterizedTest
    @CsvSource({"ami-launch-index, 7, 7", "ami-launch-index, 999, 999", "3, 7, 3"})
    void aMemberOfAnArrayIsToldItsPlace(String given, String launchIndex, String index) throws Exception {
        // Given
        cloud.metadata("/latest/meta-data/ami-launch-index", launchIndex);
        bootstrap(ENVIRONMENT, Map.of("JOB_ARRAY_INDEX", given, "SEED", "42"), Map.of());

        // When
        workload();

        // Then
        assertThat(seen()).containsEntry("JOB_ARRAY_INDEX", index).containsEntry("SEED", "42");
    }

    /** Work that does not know its part is not begun. */
    @ParameterizedTest
    @ValueSource(strings = {"", "seven", "-1"})
    void aMemberThatIsNotToldItsPlaceDoesNotBegin(String launchIndex) throws Exception {
        // Given
        if (!launchIndex.isEmpty()) {
            cloud.metadata("/latest/meta-data/ami-launch-index", launchIndex);
        }
        bootstrap(ENVIRONMENT, Map.of("JOB_ARRAY_INDEX", "ami-launch-index"), Map.of());

        // When
        Ran ran = workload();

        // Then
        assertThat(ran.code).isEqualTo(1);
        assertThat(ran.output).contains("EC2 does not tell which member of its array this is");
        assertThat(root.resolve("seen")).doesNotExist();
    }

    private Map<String, String> seen() throws IOException {
        return Arrays.stream(new String(Files.readAllBytes(root.resolve("seen")), StandardCharsets.UTF_8).split("\0"))
                .map(variable -> variable.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private void spored(String line) throws IOException {
        program(root.resolve("opt/spored/bin/spored"), "#!/bin/bash\n[ \"$1\" = secrets ] || exit 9\n" + line + "\n");
    }

    private static void program(Path file, String text) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void bootstrap(String workload, Map<String, String> variables, Map<String, String> secrets)
            throws Exception {
        String script = Files.readString(SCRIPT)
                .replace("@SPAWN_SPORED_SHA256@", "abc")
                .replace("@SPAWN_CONFIG_BASE64@", "")
                .replace("@SPAWN_WORKLOAD_BASE64@", base64(workload))
                .replace("@SPAWN_VARIABLES_BASE64@", base64(joined(variables, "=", "\0")))
                .replace("@SPAWN_SECRETS_BASE64@", base64(joined(secrets, " ", "\n")));
        Ran ran = run(
                "/bin/bash",
                Files.writeString(folder.resolve("user-data"), script).toString());
        assertThat(ran.code).as(ran.output).isZero();
    }

    private Ran workload() throws Exception {
        // As its unit starts it.
        return run(Files.readAllLines(root.resolve("etc/systemd/system/spawn-workload.service")).stream()
                .filter(line -> line.startsWith("ExecStart="))
                .findFirst()
                .orElseThrow()
                .substring("ExecStart=".length())
                .strip()
                .split(" "));
    }

    private record Ran(int code, String output) {}

    private Ran run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment()
                .putAll(Map.of(
                        "SPAWN_ROOT", root.toString(),
                        "HOME", folder.toString(),
                        "AWS_EC2_METADATA_SERVICE_ENDPOINT", cloud.url(),
                        "SPAWN_PAUSE_SECONDS", "0",
                        "PATH", folder + "/bin:" + System.getenv("PATH")));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Duration.ofSeconds(60).toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
        return new Ran(process.exitValue(), output);
    }

    private static String joined(Map<String, String> pairs, String between, String end) {
        return pairs.entrySet().stream()
                .map(pair -> pair.getKey() + between + pair.getValue() + end)
                .collect(Collectors.joining());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
