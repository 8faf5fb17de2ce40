package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserDataTest {
    private static final String TEMPLATE = """
            #!/bin/bash
            bucket='@SPAWN_BINARIES_BUCKET@' key='@SPAWN_SPORED_KEY@' sum='@SPAWN_SPORED_SHA256@' by='@SPAWN_SPORED_PUBLIC_KEY@'
            region='@SPAWN_REGION@' bus='@SPAWN_BUS_NAME@'
            config='@SPAWN_CONFIG_BASE64@'
            workload='@SPAWN_WORKLOAD_BASE64@'
            variables='@SPAWN_VARIABLES_BASE64@' secrets='@SPAWN_SECRETS_BASE64@'
            """;
    private static final UserData.Agent AGENT = new UserData.Agent("binaries", "spored/ab/spored.tar.xz", "ab", "MFkw");

    @Test
    void fillsEveryPlaceholder() {
        // When
        String script = script(render(TEMPLATE, "echo hi"));

        // Then
        assertThat(script).isEqualTo("""
                #!/bin/bash
                bucket='binaries' key='spored/ab/spored.tar.xz' sum='ab' by='MFkw'
                region='us-east-1' bus='spawn'
                config='YnVzOiBzcGF3bgo='
                workload='ZWNobyBoaQ=='
                variables='' secrets=''
                """);
    }

    /** Whatever the user writes, the script around it stays what it is. */
    @Property(tries = 200)
    void aUsersScriptArrivesAsItIs(@ForAll @StringLength(max = 500) String workload) {
        String utf8 = new String(workload.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

        String script = script(render(TEMPLATE, utf8));

        String line = script.lines().skip(4).findFirst().orElseThrow();
        String base64 = line.substring("workload='".length(), line.length() - 1);
        assertThat(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8))
                .isEqualTo(utf8);
        assertThat(script.lines()).hasSize(6);
    }

    @Test
    void packsOnlyWhatDoesNotFitOtherwise() throws IOException {
        // Given
        String workload = "echo a line that repeats itself\n".repeat(320);

        // When
        byte[] packed = bytes(render(TEMPLATE + "#" + "x".repeat(4_000), workload));

        // Then
        assertThat(packed).startsWith(0x1f, 0x8b).hasSizeLessThan(UserData.LIMIT_BYTES);
        String script = new String(
                new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script).startsWith("#!/bin/bash").contains(base64(workload));
    }

    @Test
    void refusesWithTheNumbersWhatDoesNotFitAtAll() {
        // Given: noise does not pack
        byte[] noise = new byte[18_000];
        new Random(7).nextBytes(noise);

        // When
        UserData.Rendered rendered = render(TEMPLATE, Base64.getEncoder().encodeToString(noise));

        // Then
        assertThat(rendered)
                .isInstanceOfSatisfying(
                        UserData.Rendered.TooLarge.class,
                        tooLarge -> assertThat(tooLarge.reason())
                                .matches(
                                        "user data of 24000 bytes, variables included, makes \\d{5} bytes with spawn's own part, packed, and EC2 takes"
                                                + " 16384: put the script into S3 and fetch it from a short one"));
    }

    @Test
    void aPlaceholderThatNobodyFillsIsAMistakeOfOurs() {
        assertThatThrownBy(() -> render("x @SPAWN_TYPO@ y", ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("@SPAWN_TYPO@");
    }

    @Test
    void aSettingThatWouldBreakTheQuotingIsAMistakeOfOurs() {
        assertThatThrownBy(() -> UserData.render(
                        TEMPLATE,
                        new UserData.Values(
                                new UserData.Agent("a'; rm -rf /; '", "k", "s", "p"), "us-east-1", "spawn", ""),
                        new Workload("", Map.of(), Map.of())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("quoting");
    }

    @Test
    void writesTheAgentsConfigurationFlat() {
        assertThat(config("")).isEqualTo("""
                bus: spawn
                region: us-east-1
                correlation_id: c0
                name: demo
                dns_name: demo.1kpqzg2c.spore.host
                idle_timeout: 1h
                on_idle: stop
                on_complete: none
                """);
    }

    @Test
    void writesEveryOptionThatTheAgentActsUpon() {
        assertThat(config(",\"ttl\":\"2h\",\"idleTimeout\":\"30m\",\"onIdle\":\"terminate\",\"onComplete\":\"stop\","
                        + "\"completionFile\":\"/tmp/done\",\"completionDelay\":\"10s\",\"preStop\":\"sync 'a: b'\\n\","
                        + "\"preStopTimeout\":\"90s\",\"warnMinutes\":[30,5],\"results\":\"/home/ec2-user/out\""))
                .isEqualTo("""
                        bus: spawn
                        region: us-east-1
                        correlation_id: c0
                        name: demo
                        dns_name: demo.1kpqzg2c.spore.host
                        idle_timeout: 30m
                        on_idle: terminate
                        on_complete: stop
                        completion_file: /tmp/done
                        completion_delay: 10s
                        pre_stop_base64: %s
                        pre_stop_timeout: 1m30s
                        warn_minutes: 30,5
                        results_dir: /home/ec2-user/out
                        results_bucket: results
                        results_prefix: instances/arn/
                        """.formatted(base64("sync 'a: b'\n")));
    }

    /** So they are fetched together; an instance may write below its own ARN there, too. */
    @Test
    void resultsOfARowLieWithThoseOfItsSweep() {
        assertThat(config("lr-20261126-3f2a1b_2_17", ",\"results\":\"/out\""))
                .endsWith("results_prefix: sweeps/lr-20261126-3f2a1b/rows/17/arn/\n");
    }

    /** A hook that could not end before the deadline would be cut at once, or hold it up. */
    @ParameterizedTest
    @CsvSource({"60s, 30s", "9m, 4m30s", "10m, 5m", "7d, 5m", "1s, 1s"})
    void aPreStopLineHasATimeOutThatFitsIntoTheLife(String ttl, String timeout) {
        assertThat(config(",\"preStop\":\"sync\",\"ttl\":\"" + ttl + "\""))
                .contains("\npre_stop_timeout: " + timeout + "\n");
    }

    @Test
    void aWorkerIsToldWhoseItIs() {
        assertThat(config(",\"worker\":{\"queueId\":\"train\",\"runId\":\"run-1\",\"activity\":\"arn:aws:states:"
                        + "us-east-1:123456789012:activity:spawn-q-0123456789abcdef0123\",\"slots\":2}"))
                .endsWith("""
                        worker_queue: train
                        worker_run: run-1
                        worker_activity: arn:aws:states:us-east-1:123456789012:activity:spawn-q-0123456789abcdef0123
                        worker_slots: 2
                        worker_bucket: results
                        """);
    }

    /** Whatever the user writes, no line of the configuration is theirs. */
    @Property(tries = 200)
    void aUsersLineAddsNoKey(@ForAll @StringLength(min = 1, max = 200) String line) {
        String utf8 = new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        Assume.that(!utf8.isBlank() && utf8.indexOf('\0') < 0);
        JsonObject quoted = JsonObject.builder().put("preStop", utf8).build();
        String fields = "," + quoted.toString().replaceFirst("^\\{", "").replaceFirst("}$", "");

        assertThat(config(fields).lines())
                .hasSize(10)
                .filteredOn(text -> text.startsWith("pre_stop_base64: "))
                .containsExactly("pre_stop_base64: " + base64(utf8));
    }

    private static String config(String fields) {
        return config("c1", fields);
    }

    private static String config(String id, String fields) {
        LaunchInstance command = (LaunchInstance) Language.command(
                        "LaunchInstance",
                        JsonObject.parse("{\"id\":\"" + id
                                + "\",\"correlationId\":\"c0\",\"at\":\"2026-11-23T12:00:00Z\","
                                + "\"name\":\"demo\",\"owner\":\"ann\",\"instanceType\":\"t3.micro\"" + fields + "}"))
                .orElseThrow();
        return UserData.config(
                "spawn",
                "us-east-1",
                command,
                Optional.of(new DnsName("demo.1kpqzg2c.spore.host")),
                new UserData.Results("results", "arn/"));
    }

    private static UserData.Rendered render(String template, String script) {
        return UserData.render(
                template,
                new UserData.Values(AGENT, "us-east-1", "spawn", "bus: spawn\n"),
                new Workload(script, Map.of(), Map.of()));
    }

    private static String script(UserData.Rendered rendered) {
        return new String(bytes(rendered), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(UserData.Rendered rendered) {
        assertThat(rendered).isInstanceOf(UserData.Rendered.Fits.class);
        return Base64.getDecoder().decode(((UserData.Rendered.Fits) rendered).base64());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
