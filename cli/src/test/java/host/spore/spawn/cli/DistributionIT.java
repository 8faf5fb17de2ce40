package host.spore.spawn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as users have it: launcher, jars and cache, in a process of its own with a bare environment. */
class DistributionIT {
    private static final Path DIST = Path.of(System.getProperty("spawn.dist", "target/dist"));
    private static final String JAVA_HOME = System.getProperty("java.home");

    private final FakeBus bus = new FakeBus();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path folder;

    @BeforeEach
    void settle() {
        environment.putAll(Map.of(
                "PATH", "/usr/bin:/bin",
                "HOME", folder.toString(),
                "JAVA_HOME", JAVA_HOME,
                "SPAWN_BUS", Shell.BUS,
                "SPAWN_DOMAIN", "spore.host",
                "AWS_ENDPOINT_URL", bus.url(),
                "AWS_EC2_METADATA_DISABLED", "true",
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "secret"));
    }

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void aLaunchIsPublishedOnceAndSigned() throws Exception {
        // When
        Shell.Outcome outcome = run("launch", "demo", "--instance-type", "t3.micro", "--ttl", "60s", "--json");

        // Then
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
        assertThat(JsonObject.parse(outcome.out()).string("address")).isEqualTo("demo.1kpqzg2c.spore.host");
        assertThat(bus.onlyRequest().onlyEntry().string("DetailType")).isEqualTo("LaunchInstance");
        assertThat(Signature.scopeOf(bus.onlyRequest(), "secret")).startsWith("AKIDEXAMPLE/");
    }

    @Test
    void theCacheThatTheBuildMadeIsUsed() throws Exception {
        // Given: a JVM that ends instead of going on without
        environment.put("SPAWN_JAVA_OPTS", "-XX:AOTMode=on");

        // When
        Shell.Outcome outcome = run("stop", "demo");

        // Then
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
    }

    @Test
    void picocliIsInTheCache() throws Exception {
        // Given
        environment.put("SPAWN_JAVA_OPTS", "-Xlog:class+load");

        // When
        Shell.Outcome outcome = run("stop", "demo");

        // Then
        assertThat(outcome.outLines())
                .anySatisfy(line -> assertThat(line).contains(" picocli.CommandLine source: shared objects file"));
    }

    @Test
    void aCopyElsewhereWithoutItsCacheWorksAndSaysNothing() throws Exception {
        // Given
        Path copy = copyOfTheDistribution();
        Files.deleteIfExists(copy.resolve("lib/spawn.aot"));

        // When
        Shell.Outcome outcome = runIn(copy, "stop", "demo");

        // Then
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
    }

    @Test
    void aCopyWithACacheThatDoesNotFitWorksAndSaysNothing() throws Exception {
        // Given: every jar is younger than the cache knows it
        Path copy = copyOfTheDistribution();

        // When
        Shell.Outcome outcome = runIn(copy, "stop", "demo");

        // Then
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
    }

    @Test
    void aLinkToTheLauncherFindsItsJars() throws Exception {
        // Given
        Path link = Files.createSymbolicLink(
                folder.resolve("spawn"), DIST.resolve("bin/spawn").toAbsolutePath());

        // When
        Shell.Outcome outcome = process(List.of(link.toString(), "version"));

        // Then
        assertThat(outcome.out()).startsWith("spawn ");
    }

    @Test
    void badInputIsExit2AndOneLine() throws Exception {
        // When
        Shell.Outcome outcome = run("launch", "demo", "--instance-type", "t3.micro", "--ttl", "1w");

        // Then
        assertThat(outcome.err()).isEqualTo("spawn: --ttl \"1w\": use s, m, h, d, for example 7d or 2h30m\n");
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(bus.requests()).isEmpty();
    }

    @Test
    void argumentsKeepTheirLettersInTheCLocale() throws Exception {
        // Given
        environment.put("LC_ALL", "C");

        // When
        run("launch", "demo", "--instance-type", "t3.micro", "--tag", "note=größer");

        // Then
        assertThat(bus.onlyRequest().detail().object("tags").string("note")).isEqualTo("größer");
    }

    @Test
    void keysOfACredentialProcessComeThroughTheSdk() throws Exception {
        // Given
        Path keys = script(
                "keys",
                "echo '{\"Version\":1,\"AccessKeyId\":\"PROC\",\"SecretAccessKey\":\"s3\","
                        + "\"SessionToken\":\"token\"}'");
        Files.createDirectories(folder.resolve(".aws"));
        Files.writeString(folder.resolve(".aws/config"), "[profile ci]\ncredential_process = " + keys + "\n");
        environment.keySet().removeAll(List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"));
        environment.put("AWS_PROFILE", "ci");

        // When
        Shell.Outcome outcome = run("stop", "demo");

        // Then
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exit()).isZero();
        assertThat(Signature.scopeOf(bus.onlyRequest(), "s3"))
                .startsWith("PROC/")
                .contains("x-amz-security-token");
    }

    @Test
    void withoutCredentialsItSaysWhatToDo() throws Exception {
        // Given
        environment.keySet().removeAll(List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"));

        // When
        Shell.Outcome outcome = run("stop", "demo");

        // Then
        assertThat(outcome.err())
                .isEqualTo("spawn: no credentials: no AWS_ACCESS_KEY_ID, no profile with keys, and the machine itself"
                        + " offers none; set AWS_PROFILE, or run aws configure or aws sso login\n");
        assertThat(outcome.exit()).isEqualTo(1);
    }

    @Test
    void anExpiredSsoSessionNamesItsProfile() throws Exception {
        // Given
        Files.createDirectories(folder.resolve(".aws"));
        Files.writeString(folder.resolve(".aws/config"), """
                [profile corp]
                sso_session = corp
                sso_account_id = 123456789012
                sso_role_name = dev
                [sso-session corp]
                sso_region = us-east-1
                sso_start_url = https://corp.awsapps.com/start
                """);
        environment.keySet().removeAll(List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"));
        environment.put("AWS_PROFILE", "corp");

        // When
        Shell.Outcome outcome = run("stop", "demo");

        // Then
        assertThat(outcome.err())
                .startsWith("spawn: no credentials from profile \"corp\": ")
                .hasLineCount(1);
        assertThat(outcome.exit()).isEqualTo(1);
    }

    @Test
    void aBusThatNeverAnswersIsGivenUpWithinTenSeconds() throws Exception {
        // Given
        bus.fallingSilent();
        long begin = System.nanoTime();

        // When
        Shell.Outcome outcome = run("stop", "demo", "--id", "again");

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        assertThat(outcome.err())
                .isEqualTo("spawn: no answer from " + bus.url() + " in 8 s; nothing is known to have been published,"
                        + " and saying it again is safe with --id again\n");
        assertThat(outcome.exit()).isEqualTo(1);
    }

    @Test
    void aJavaThatIsTooOldIsPassedOver() throws Exception {
        // Given
        Path old = folder.resolve("jdk-17");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"17.0.2\"\n");
        Files.copy(script("java", "echo old; exit 7"), old.resolve("bin/java"), StandardCopyOption.COPY_ATTRIBUTES);
        environment.put("JAVA_HOME", old.toString());
        environment.put("PATH", Path.of(JAVA_HOME, "bin") + ":/usr/bin:/bin");

        // When
        Shell.Outcome outcome = run("version");

        // Then
        assertThat(outcome.out()).startsWith("spawn ");
    }

    @Test
    void aNamedJavaThatIsNotThereIsSaidSo() throws Exception {
        // Given
        environment.put("SPAWN_JAVA", folder.resolve("nothing").toString());

        // When
        Shell.Outcome outcome = run("version");

        // Then
        assertThat(outcome.err())
                .isEqualTo("spawn: SPAWN_JAVA \"" + folder.resolve("nothing")
                        + "\": no Java there; name the home of a JDK or JRE 25, or its bin/java\n");
        assertThat(outcome.exit()).isEqualTo(1);
    }

    private Path script(String name, String body) throws IOException {
        Path script = folder.resolve(name + ".sh");
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path copyOfTheDistribution() throws IOException {
        Path copy = folder.resolve("dist");
        try (Stream<Path> files = Files.walk(DIST)) {
            for (Path file : files.toList()) {
                Path to = copy.resolve(DIST.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        return copy;
    }

    private Shell.Outcome run(String... arguments) throws IOException, InterruptedException {
        return runIn(DIST.toAbsolutePath(), arguments);
    }

    private Shell.Outcome runIn(Path dist, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(dist.resolve("bin/spawn").toString()));
        command.addAll(List.of(arguments));
        return process(command);
    }

    private Shell.Outcome process(List<String> command) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        int exit = builder.start().waitFor();
        return new Shell.Outcome(
                exit, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }
}
