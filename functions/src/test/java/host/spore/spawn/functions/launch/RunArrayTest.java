package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.availability.CapacityMemory;
import host.spore.spawn.functions.availability.FakeStandings;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

class RunArrayTest {
    private final FakeLauncher launcher = new FakeLauncher();
    private final FakeLambda lambda = new FakeLambda();
    private final RunHandler handler = new RunHandler(
            launcher, new CapacityMemory(new FakeStandings(), new FakeClock()), "@SPAWN_VARIABLES_BASE64@");

    @Test
    void anArrayIsOneCallForAllOfThem() {
        // When
        JsonObject answer = lambda.invoke(handler, input(0));

        // Then
        assertThat(answer.string("result")).isEqualTo("launched");
        assertThat(answer.array("members").toString())
                .isEqualTo("[{\"id\":\"i-00000001\",\"index\":0}, {\"id\":\"i-00000002\",\"index\":1},"
                        + " {\"id\":\"i-00000003\",\"index\":2}]");
        assertThat(answer.has("instanceId")).isFalse();
        assertThat(launcher.launched).hasSize(1);
        RunInstancesRequest call = Ec2Launcher.runRequest(launcher.launched.getFirst(), List.of());
        assertThat(call.minCount()).isEqualTo(2);
        assertThat(call.maxCount()).isEqualTo(3);
    }

    @Test
    void theWorkloadIsToldItsPlace() {
        // When
        lambda.invoke(handler, input(0));

        // Then
        String script = new String(
                Base64.getDecoder().decode(launcher.launched.getFirst().userData()), StandardCharsets.UTF_8);
        assertThat(new String(Base64.getDecoder().decode(script), StandardCharsets.UTF_8))
                .isEqualTo("MINE=1\0JOB_ARRAY_NAME=work\0");
    }

    @ParameterizedTest
    @CsvSource({"1, no_capacity, 0", "2, launched, 2", "3, launched, 3"})
    void fewerThanAreViableAreNone(int room, String result, int members) {
        // Given
        launcher.roomFor(room);

        // When
        JsonObject answer = lambda.invoke(handler, input(0));

        // Then
        assertThat(answer.string("result")).isEqualTo(result);
        assertThat(answer.objects("members")).hasSize(members);
    }

    /** SCENARIOS 4: EC2 lists what it has launched one by one, and the answer was lost. */
    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3"})
    void aLostAnswerLaunchesNoneTwice(int listed) {
        // Given
        launcher.loseNextReply();
        assertThat(lambda.invoke(handler, input(0)).string("result")).isEqualTo("unknown");
        launcher.listOnly(listed);

        // When
        JsonObject answer = lambda.invoke(handler, input(1));

        // Then
        assertThat(answer.objects("members")).hasSize(3);
        assertThat(launcher.launched).hasSize(1);
    }

    /** What is listed lives: another attempt beside it would be a second array. */
    @ParameterizedTest
    @CsvSource({"no_capacity", "refused"})
    void whileSomeAreListedNoOtherAttemptBegins(String said) {
        // Given
        launcher.loseNextReply();
        lambda.invoke(handler, input(0));
        launcher.listOnly(1);
        launcher.answerNext(
                said.equals("refused")
                        ? new LaunchAnswer.Refused("IdempotentParameterMismatch")
                        : new LaunchAnswer.NoCapacity("InsufficientInstanceCapacity", true));

        // When
        JsonObject answer = lambda.invoke(handler, input(1));

        // Then
        assertThat(answer.string("result")).isEqualTo("unknown");
        assertThat(answer.string("reason")).startsWith("EC2 lists 1 instances of this attempt");
    }

    private static JsonObject input(int retry) {
        return JsonObject.parse("""
                {"plan":{"commandId":"c1","array":{"id":"work-20261127-3f2a1b","size":3,"minViable":2},
                         "variables":{"JOB_ARRAY_NAME":"work"},
                         "tags":{"spawn":"true","spawn:command":"c1","spawn:array-name":"work"},
                         "ttlSeconds":3600,"instanceProfileArn":"arn","securityGroupIds":[],
                         "platforms":{"x86_64":{"imageId":"ami-1","sporedKey":"k","sporedSha256":"s"}},
                         "bootstrap":{"bucket":"b","key":"k","sha256":"s","publicKey":"p","region":"us-east-1",
                                      "busName":"spawn","config":""}},
                 "userData":"","command":"true","environment":{"MINE":"1"},"secrets":{},
                 "candidate":{"instanceType":"t3.micro","market":"on-demand","architecture":"x86_64"},
                 "attempt":1,"retry":%d,"deadline":"2026-11-23T13:00:00Z"}""".formatted(retry));
    }
}
