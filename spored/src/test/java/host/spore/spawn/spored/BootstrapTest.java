package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Ids;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The user data itself, run by bash in a folder, with a fake cloud and a {@code systemctl} that writes down its orders. */
@Execution(ExecutionMode.CONCURRENT)
class BootstrapTest {
    private static final Path SCRIPT =
            Path.of("../functions/src/main/resources/host/spore/spawn/functions/launch/bootstrap.sh");
    private static final int USER_DATA_LIMIT = 16_384;
    private static final int WORKLOAD_LIMIT = 10_240;
    private static final String KEY = "spored/abc/spored-linux-x86_64.tar.xz";
    private static final String SIGNATURE = "/spawn-binaries/" + KEY + ".sig";
    private static final KeyPair MAKER = pair();

    @TempDir
    Path folder;

    private FakeCloud cloud;
    private Path root;

    @BeforeEach
    void setUp() throws IOException {
        cloud = new FakeCloud();
        root = Files.createDirectories(folder.resolve("root"));
        shim("systemctl", "printf '%s\\n' \"$*\" >> '" + folder + "/orders'");
        shim("shutdown", "printf 'shutdown %s\\n' \"$*\" >> '" + folder + "/orders'");
    }

    @AfterEach
    void tearDown() {
        cloud.close();
    }

    @Test
    void installsTheSwitchThenTheAgentThenTheWorkload() throws Exception {
        // Given: a workload that would be harm itself if it were ever read as part of the script
        byte[] archive = archive();
        publish(archive);
        String workload = "#!/bin/bash\necho \"$(id -un) ran '$0' `echo ticks` \\\"quoted\\\"\"\n# EOF\nEOF\nexit 7\n";

        // When
        Ran ran = bootstrap(sha256(archive), "name: demo\n", workload);

        // Then
        assertThat(ran.code).as(ran.output).isZero();
        assertThat(orders())
                .containsExactly(
                        "daemon-reload",
                        "enable --now spawn-deadline.timer",
                        "daemon-reload",
                        "enable --now spored.service",
                        "daemon-reload",
                        "start --no-block spawn-workload.service");
        assertThat(root.resolve("opt/spored/bin/spored")).isExecutable();
        assertThat(Files.readString(root.resolve("etc/spored/config.yaml"))).isEqualTo("name: demo\nbus: spawn\n");
        assertThat(Files.readString(root.resolve("var/lib/spawn/workload.sh"))).isEqualTo(workload);
        assertThat(Files.readString(root.resolve("etc/systemd/system/spored.service")))
                .contains("ExecStart=" + root + "/opt/spored/bin/spored run\n")
                .contains("EnvironmentFile=-" + root + "/etc/spored/environment\n");
        assertThat(Files.readAllLines(root.resolve("etc/spored/environment")))
                .contains("SPAWN_ROOT=\"" + root + "\"", "AWS_ENDPOINT_URL=\"" + cloud.url() + "\"");
    }

    @Test
    void runsTheWorkloadWithItsOwnExitCodeAndLog() throws Exception {
        // Given
        byte[] archive = archive();
        publish(archive);
        bootstrap(sha256(archive), "", "echo done; command -v spored; exit 7\n");

        // When
        Ran ran = run(root.resolve("usr/local/lib/spawn/workload"), Map.of());

        // Then
        assertThat(ran.code).isEqualTo(7);
        String said = "done\n" + root.resolve("opt/spored/bin/spored") + "\n";
        assertThat(Files.readString(root.resolve("var/log/spawn/workload.log"))).isEqualTo(said);
        assertThat(ran.output).isEqualTo(said);
        assertThat(Files.readString(root.resolve("var/lib/spawn/exit/workload")))
                .matches("7 \\d+\n");
    }

    @Test
    void aWorkerIsAUnitOfItsOwnAsTheUser() throws Exception {
        // Given
        byte[] archive = archive();
        publish(archive);

        // When
        Ran ran = bootstrap(sha256(archive), "worker_jobs: /var/lib/spawn/jobs\n", "");

        // Then
        assertThat(ran.code).as(ran.output).isZero();
        assertThat(orders())
                .endsWith("enable --now spored.service", "daemon-reload", "enable --now spawn-worker.service");
        assertThat(Files.readString(root.resolve("etc/systemd/system/spawn-worker.service")))
                .contains("User=" + System.getProperty("user.name") + "\n")
                .contains("ExecStart=" + root + "/opt/spored/bin/spored worker\n")
                .contains("MemoryMax=90%")
                .doesNotContain("Requires=", "BindsTo=", "PartOf=");
        assertThat(root.resolve("var/lib/spawn/jobs")).isDirectory();
    }

    @Test
    void aWorkerOfAQueueIsTheSameUnitWithAFolderOfItsOwn() throws Exception {
        // Given
        byte[] archive = archive();
        publish(archive);

        // When
        Ran ran =
                bootstrap(sha256(archive), "worker_queue: train\nworker_activity: \"" + FakeActivity.ARN + "\"\n", "");

        // Then
        assertThat(ran.code).as(ran.output).isZero();
        assertThat(orders())
                .endsWith("enable --now spored.service", "daemon-reload", "enable --now spawn-worker.service");
        assertThat(root.resolve("var/lib/spawn/worker")).isDirectory();
    }

    /** systemd signals the worker alone, and then kills what it has left, itself gone or not. */
    @Test
    void theWorkersUnitAsksTheWorkerAndKillsTheRest() throws IOException {
        // When
        String unit = Files.readString(Path.of("src/main/dist/systemd/spawn-worker.service"));

        // Then
        assertThat(unit)
                .contains("\nKillMode=mixed\n", "\nSuccessExitStatus=143\n", "\nRestart=on-failure\n")
                .contains("\nRestartPreventExitStatus=2\n")
                .containsPattern("\nAfter=.*network-online\\.target");
    }

    @Test
    void needsNoWorkload() throws Exception {
        // Given
        byte[] archive = archive();
        publish(archive);

        // When
        Ran ran = bootstrap(sha256(archive), "", "");

        // Then
        assertThat(ran.code).as(ran.output).isZero();
        assertThat(orders()).last().isEqualTo("enable --now spored.service");
        assertThat(root.resolve("etc/systemd/system/spawn-workload.service")).doesNotExist();
    }

    @Test
    void neverUnpacksWhatHasTheWrongChecksum() throws Exception {
        // Given
        publish(archive());

        // When
        Ran ran = bootstrap(Ids.hash("another archive"), "", "echo harm\n");

        // Then
        assertThat(ran.code).isEqualTo(1);
        assertThat(ran.output).contains("wrong checksum");
        assertRefused(ran);
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "empty", "truncated", "by another key", "of another archive", "no openssl"})
    void neverUnpacksWhatThePinnedKeyHasNotSigned(String defect) throws Exception {
        // Given: the checksum is right
        byte[] archive = archive();
        byte[] right = signature(archive, MAKER);
        publish(archive);
        switch (defect) {
            case "missing" -> cloud.removeObject(SIGNATURE);
            case "empty" -> cloud.object(SIGNATURE, new byte[0]);
            case "truncated" -> cloud.object(SIGNATURE, Arrays.copyOf(right, right.length - 1));
            case "by another key" -> cloud.object(SIGNATURE, signature(archive, pair()));
            case "of another archive" -> cloud.object(SIGNATURE, signature(new byte[] {1}, MAKER));
            default -> shim("openssl", "echo not found >&2; exit 127");
        }

        // When
        Ran ran = bootstrap(sha256(archive), "", "echo harm\n");

        // Then
        assertThat(ran.output)
                .contains(defect.equals("missing") ? "could not be fetched" : "has not the pinned key's signature");
        assertRefused(ran);
    }

    private void assertRefused(Ran ran) throws IOException {
        assertThat(ran.code).isEqualTo(1);
        assertThat(ran.output).contains("gave up after 2 attempts");
        assertThat(orders()).containsExactly("daemon-reload", "enable --now spawn-deadline.timer");
        assertThat(root.resolve("opt/spored")).doesNotExist();
        assertThat(root.resolve("var/lib/spawn/spored.tar.xz")).doesNotExist();
    }

    @Test
    void anImageWithThisAgentBakedInNeedsNothingFromS3() throws Exception {
        // Given: what the recipe makes of the archive
        byte[] archive = archive();
        assertThat(bake(archive, signature(archive, MAKER)).code).isZero();
        cloud.busIs(FakeCloud.Mood.FAILS);

        // When
        Ran ran = bootstrap(sha256(archive), "name: demo\n", "");

        // Then
        assertThat(ran.code).as(ran.output).isZero();
        assertThat(ran.output).contains("spored is in the image");
        assertThat(orders()).last().isEqualTo("enable --now spored.service");
        assertThat(root.resolve("etc/systemd/system/spored.service")).exists();
    }

    @Test
    void anImageWithAnotherAgentGetsTheDeployedOne() throws Exception {
        // Given
        byte[] archive = archive();
        bake(archive, signature(archive, MAKER));
        Files.writeString(root.resolve("opt/spored/.sha256"), Ids.hash("an older one") + "\n");
        Files.writeString(root.resolve("opt/spored/older"), "");
        publish(archive);

        // When
        Ran ran = bootstrap(sha256(archive), "", "");

        // Then
        assertThat(ran.code).as(ran.output).isZero();
        assertThat(root.resolve("opt/spored/older")).doesNotExist();
        assertThat(Files.readString(root.resolve("opt/spored/.sha256")).strip()).isEqualTo(sha256(archive));
    }

    @Test
    void nothingIsBakedThatThePinnedKeyHasNotSigned() throws Exception {
        // Given
        byte[] archive = archive();

        // When
        Ran ran = bake(archive, signature(archive, pair()));

        // Then
        assertThat(ran.code).isNotZero();
        assertThat(root.resolve("opt/spored")).doesNotExist();
    }

    /** Runs the commands of the recipe, as Image Builder would after it has filled in the parameters. */
    private Ran bake(byte[] archive, byte[] signature) throws Exception {
        Path file = folder.resolve("baked.tar.xz");
        Files.write(file, archive);
        Files.write(folder.resolve("baked.tar.xz.sig"), signature);
        String recipe = Files.readString(Path.of("src/main/ami/spored.yaml"));
        String commands = recipe.substring(recipe.indexOf("- |\n") + 4, recipe.indexOf("  - name: validate"));
        Path script = folder.resolve("bake");
        Files.writeString(
                script,
                commands.stripIndent()
                        .replace("{{ Key }}", "spored/" + sha256(archive) + "/spored-linux-x86_64.tar.xz")
                        .replace("{{ PublicKey }}", text(MAKER)));
        return run(script, Map.of("SPAWN_ARCHIVE", file.toString()));
    }

    @Test
    void installsTheSwitchThoughS3IsDown() throws Exception {
        // Given
        cloud.busIs(FakeCloud.Mood.FAILS);

        // When
        Ran ran = bootstrap(Ids.hash("archive"), "", "echo harm\n");

        // Then
        assertThat(ran.code).isEqualTo(1);
        assertThat(ran.output).contains("could not be fetched").contains("503");
        assertThat(orders()).containsExactly("daemon-reload", "enable --now spawn-deadline.timer");
        assertThat(root.resolve("usr/local/lib/spawn/deadline")).isExecutable();
        assertThat(root.resolve("etc/systemd/system/spawn-deadline.timer")).exists();
    }

    @ParameterizedTest(name = "{0} s past the deadline: {1}")
    @CsvSource({"-3600, false", "0, false", "80, false", "95, true", "1000, true"})
    void theSwitchFiresNinetySecondsPastTheDeadline(long past, boolean fires) throws Exception {
        // Given
        install();
        cloud.ttl(Instant.now().minusSeconds(past));

        // When
        Ran ran = fire();

        // Then
        assertThat(ran.code).as(ran.output).isZero();
        assertThat(orders()).isEqualTo(fires ? List.of("poweroff") : List.of());
    }

    @ParameterizedTest(name = "a clock that is {0} s off, {1} s past the deadline: {2}")
    @CsvSource({"3600, 0, false", "-3600, 95, true"})
    void theSwitchGoesByTheClockOfTheMetadataService(long off, long past, boolean fires) throws Exception {
        // Given
        install();
        cloud.ttl(Instant.now().minusSeconds(past));
        shim(
                "date",
                "[ \"$*\" = +%s ] && exec echo $(($(command -p date +%s) + " + off
                        + "))\nexec $(command -pv date) \"$@\"");

        // When
        Ran ran = fire();

        // Then
        assertThat(ran.code).as(ran.output).isZero();
        assertThat(orders()).isEqualTo(fires ? List.of("poweroff") : List.of());
    }

    @Test
    void theSwitchHoldsOnToTheLastKnownDeadline() throws Exception {
        // Given
        install();
        cloud.ttl(Instant.now().minusSeconds(60));
        fire();
        rewriteKnown(past -> past - 60);

        // When: not there, then a lie, then no service at all
        List<Integer> ordersSeen = new ArrayList<>();
        cloud.removeTtl();
        fire();
        ordersSeen.add(orders().size());
        cloud.ttl("tomorrow");
        fire();
        ordersSeen.add(orders().size());
        cloud.metadataIs(FakeCloud.Mood.FAILS);
        fire();
        ordersSeen.add(orders().size());

        // Then
        assertThat(ordersSeen).containsExactly(1, 2, 3);
    }

    @Test
    void theSwitchFollowsAnExtension() throws Exception {
        // Given
        install();
        cloud.ttl(Instant.now().minusSeconds(60));
        fire();
        rewriteKnown(past -> past - 60);
        cloud.ttl(Instant.now().plusSeconds(600));

        // When
        fire();

        // Then
        assertThat(orders()).isEmpty();
    }

    @Test
    void theSwitchDoesNotKnowAnotherInstancesDeadline() throws Exception {
        // Given: a disk copied from an instance that is long over
        install();
        Files.writeString(root.resolve("var/lib/spawn/deadline"), "i-0fedcba9876543210 1000\n");

        // When
        Ran ran = fire();

        // Then
        assertThat(orders()).isEmpty();
        assertThat(ran.output).contains("unknown");
    }

    @Test
    void staysBelowTheLimitOfUserDataWithTheLargestWorkload() throws Exception {
        // Given: what no compression can make smaller
        byte[] random = new byte[WORKLOAD_LIMIT];
        new Random(1).nextBytes(random);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();

        // When
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(rendered(Ids.hash("archive"), "name: " + "n".repeat(63) + "\n" + "x".repeat(300), random)
                    .getBytes(StandardCharsets.UTF_8));
        }

        // Then
        assertThat(packed.size()).isLessThan(USER_DATA_LIMIT);
    }

    @Test
    void systemdUnderstandsTheUnits() throws Exception {
        // Given
        Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/systemd-analyze")), "systemd is not installed");
        byte[] archive = archive();
        publish(archive);
        bootstrap(sha256(archive), "worker_jobs: /var/lib/spawn/jobs\n", "true\n");
        List<String> command = new ArrayList<>(List.of("/usr/bin/systemd-analyze", "verify", "--man=no"));
        for (String unit : List.of(
                "spawn-deadline.service",
                "spawn-deadline.timer",
                "spored.service",
                "spawn-worker.service",
                "spawn-workload.service")) {
            command.add(root.resolve("etc/systemd/system/" + unit).toString());
        }

        // When
        Ran ran = Ran.of(new ProcessBuilder(command));

        // Then
        assertThat(ran.output.lines().filter(line -> line.contains(root.toString()) || line.contains("spawn-")))
                .isEmpty();
        assertThat(ran.code).as(ran.output).isZero();
    }

    private record Ran(int code, String output) {
        static Ran of(ProcessBuilder builder) throws IOException, InterruptedException {
            Process process = builder.redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(Duration.ofSeconds(60).toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
            return new Ran(process.exitValue(), output);
        }
    }

    private Ran bootstrap(String sha256, String config, String workload) throws Exception {
        Path script = folder.resolve("user-data");
        Files.writeString(script, rendered(sha256, config, workload.getBytes(StandardCharsets.UTF_8)));
        return run(script, Map.of("SPAWN_FETCH_ATTEMPTS", "2", "SPAWN_FETCH_PAUSE_SECONDS", "0"));
    }

    private static String rendered(String sha256, String config, byte[] workload) throws IOException {
        Base64.Encoder base64 = Base64.getEncoder();
        return Files.readString(SCRIPT)
                .replace("@SPAWN_BINARIES_BUCKET@", "spawn-binaries")
                .replace("@SPAWN_SPORED_KEY@", KEY)
                .replace("@SPAWN_SPORED_SHA256@", sha256)
                .replace("@SPAWN_SPORED_PUBLIC_KEY@", text(MAKER))
                .replace("@SPAWN_REGION@", "eu-west-1")
                .replace("@SPAWN_BUS_NAME@", "spawn")
                .replace("@SPAWN_CONFIG_BASE64@", base64.encodeToString(config.getBytes(StandardCharsets.UTF_8)))
                .replace("@SPAWN_WORKLOAD_BASE64@", base64.encodeToString(workload))
                .replace("@SPAWN_VARIABLES_BASE64@", "")
                .replace("@SPAWN_SECRETS_BASE64@", "");
    }

    /** The switch alone, as an instance has it whose download failed; the orders of its installation are forgotten. */
    private void install() throws Exception {
        bootstrap(Ids.hash("never there"), "", "");
        Files.delete(folder.resolve("orders"));
    }

    private Ran fire() throws Exception {
        return run(root.resolve("usr/local/lib/spawn/deadline"), Map.of());
    }

    private Ran run(Path script, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", script.toString());
        builder.environment().remove("SPORED_POWEROFF");
        builder.environment()
                .putAll(Map.of(
                        "SPAWN_ROOT", root.toString(),
                        "HOME", folder.toString(),
                        "PATH", folder + "/bin:" + System.getenv("PATH"),
                        "AWS_ENDPOINT_URL", cloud.url(),
                        "AWS_EC2_METADATA_SERVICE_ENDPOINT", cloud.url()));
        builder.environment().putAll(environment);
        return Ran.of(builder);
    }

    private List<String> orders() throws IOException {
        Path orders = folder.resolve("orders");
        return Files.exists(orders) ? Files.readAllLines(orders) : List.of();
    }

    private void rewriteKnown(java.util.function.LongUnaryOperator change) throws IOException {
        Path known = root.resolve("var/lib/spawn/deadline");
        String[] parts = Files.readString(known).strip().split(" ");
        Files.writeString(known, parts[0] + " " + change.applyAsLong(Long.parseLong(parts[1])) + "\n");
    }

    private void shim(String name, String script) throws IOException {
        Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What the archive of the agent looks like, with the real unit in it. */
    private byte[] archive() throws Exception {
        Path content = Files.createDirectories(folder.resolve("content"));
        Files.createDirectories(content.resolve("bin"));
        Files.createDirectories(content.resolve("systemd"));
        Files.writeString(content.resolve("bin/spored"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(content.resolve("bin/spored"), PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String unit : List.of("spored.service", "spawn-worker.service")) {
            Files.copy(
                    Path.of("src/main/dist/systemd").resolve(unit),
                    content.resolve("systemd").resolve(unit));
        }
        Path archive = folder.resolve("archive.tar.xz");
        Ran ran = Ran.of(new ProcessBuilder("tar", "-cJf", archive.toString(), "-C", content.toString(), "."));
        assertThat(ran.code).as(ran.output).isZero();
        return Files.readAllBytes(archive);
    }

    private void publish(byte[] archive) throws Exception {
        cloud.object("/spawn-binaries/" + KEY, archive);
        cloud.object(SIGNATURE, signature(archive, MAKER));
    }

    private static byte[] signature(byte[] of, KeyPair by) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(by.getPrivate());
        signature.update(of);
        return signature.sign();
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has P-256", impossible);
        }
    }

    private static String text(KeyPair pair) {
        return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
