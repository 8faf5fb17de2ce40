package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.testevents.Hostile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every hostile text in every field of a launch: into the plan, the tags, the names and the user data, as bash reads it. */
class HostileLaunchTest extends Planning {
    private static final JsonObject COMMAND = Planning.input("""
            "instanceType":"c7i.large","command":"echo","environment":{"SEED":"42"},"tags":{"lab":"x"},"ttl":"1h",
            "preStop":"sync","preStopTimeout":"1m","idleTimeout":"30m","onIdle":"stop","onComplete":"stop",
            "completionFile":"/tmp/done","completionDelay":"1m","results":"/home/ec2-user/out","keyName":"jane","zone":"us-east-1a",
            "ami":"al2023","costLimit":"20","patience":"1h","sshFrom":"203.0.113.7/32"
            """).object("command");

    private static final List<String> PAYLOADS = List.of("config", "workload", "variables", "secrets");

    @TempDir
    Path folder;

    static List<Hostile> hostile() {
        return Hostile.all();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void isPlannedAsItIsOrRefusedInOneLine(Hostile hostile) {
        var fields = new LinkedHashMap<String, JsonObject>();
        COMMAND.members().forEach((key, value) -> {
            switch (value) {
                case Json.JsonString text -> fields.put(key, with(key, Json.of(hostile.text())));
                case JsonObject map -> {
                    String name = map.members().keySet().iterator().next();
                    fields.put(key, with(key, new JsonObject(Map.of(name, Json.of(hostile.text())))));
                    fields.put(key + "'s name", with(key, new JsonObject(Map.of(hostile.text(), Json.of("x")))));
                }
                default -> {}
            }
        });
        assertThat(fields).hasSizeGreaterThan(20);
        fields.forEach((field, command) -> {
            JsonObject answer = lambda.invoke(
                    handler(VARIABLES),
                    JsonObject.builder()
                            .put("type", "LaunchInstance")
                            .put("account", "123456789012")
                            .put("region", "us-east-1")
                            .put("command", command)
                            .build());
            String told = answer.optionalString("reason")
                    .orElseGet(() -> answer.object("plan").toString());
            assertThat(Hostile.steering(told)).as(field + ": " + told).isEmpty();
            assertThat(told).as(field).doesNotContain("\n").hasSizeLessThan(20_000);
            answer.optionalObject("plan").ifPresent(plan -> {
                // What EC2 takes as a name, a tag and an address in Route 53.
                assertThat(plan.string("name")).matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
                assertThat(plan.string("dnsName")).isEqualTo(plan.string("name") + ".1kpqzg2c.spore.host");
                plan.object("tags").members().forEach((key, value) -> {
                    assertThat(key).matches("[A-Za-z0-9+=.,_:@-]{1,128}");
                    assertThat(((Json.JsonString) value).value()).matches("[\\p{L}\\p{Zs}\\p{N}_.:/=+\\-@|]{0,256}");
                });
            });
        });
        // Each line is one, or this throws.
        assertThat(lambda.logged()).isNotEmpty();
    }

    /** The real bootstrap with the text in every payload: what its variables hold is what was given, and nothing was run. */
    @ParameterizedTest
    @MethodSource("texts")
    void bashReadsTheUserDataAndRunsNoneOfIt(Hostile hostile) throws Exception {
        // Given
        String text = hostile.text().length() > 5_000 ? hostile.text().substring(0, 2_000) : hostile.text();
        Workload workload = new Workload(text, Map.of("SEED", text), Map.of("TOKEN", text));
        UserData.Values values = new UserData.Values(
                new UserData.Agent("binaries", "spored/ab/spored.tar.xz", "ab", "MFkw"), "us-east-1", "spawn", text);
        UserData.Rendered rendered = UserData.render(UserData.bootstrap(), values, workload);
        byte[] script = Base64.getDecoder().decode(((UserData.Rendered.Fits) rendered).base64());
        Path whole = Files.write(folder.resolve("whole.sh"), unpacked(script));

        // When: up to where it begins to do something, and then it says what it has read
        String settings = Files.readString(whole)
                .lines()
                .takeWhile(line -> !line.startsWith("R="))
                .reduce("", (all, line) -> all + line + "\n");
        Path part = Files.writeString(
                folder.resolve("part.sh"),
                settings + "for p in " + String.join(" ", PAYLOADS)
                        + "; do printf '%s' \"${!p}\" | base64 -d > \"$p.read\"; done\n");
        int understood = run("bash", "-n", whole.toString());
        int ran = run("bash", part.toString());

        // Then
        assertThat(understood).isZero();
        assertThat(ran).isZero();
        assertThat(read("config")).isEqualTo(text);
        assertThat(read("workload")).isEqualTo(text);
        assertThat(read("variables")).isEqualTo("SEED=" + text + "\0");
        assertThat(read("secrets")).isEqualTo("TOKEN " + text + "\n");
        assertThat(folder.resolve(Hostile.HARM)).doesNotExist();
    }

    static List<Hostile> texts() {
        return Hostile.texts();
    }

    /** It does break a shell where nothing protects it: the test above would see it. */
    @Test
    void unprotectedSomeOfThemRun() throws Exception {
        int harmful = 0;
        for (Hostile hostile : Hostile.texts()) {
            Path script = Files.writeString(
                    folder.resolve("bare.sh"), "x='" + hostile.text() + "'\ny=\"" + hostile.text() + "\"\n");
            run("bash", script.toString());
            harmful += Files.deleteIfExists(folder.resolve(Hostile.HARM)) ? 1 : 0;
        }
        assertThat(harmful).isGreaterThan(3);
    }

    private String read(String payload) throws IOException {
        return Files.readString(folder.resolve(payload + ".read"));
    }

    private int run(String... line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static byte[] unpacked(byte[] script) throws IOException {
        if (script[0] == '#') {
            return script;
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(script))) {
            return in.readAllBytes();
        }
    }

    private static JsonObject with(String key, Json value) {
        return JsonObject.builder().putAll(COMMAND).put(key, value).build();
    }
}
