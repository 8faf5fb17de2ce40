package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** What an agent sees on its instance, seen through to what becomes of the instance. */
class AgentWordsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private final Cloud cloud = Cloud.get();

    @Test
    void anInstanceThatNobodyUsesIsStoppedAndItsDeadlineStays() {
        // Given
        String name = cloud.newName("idle");
        String launch =
                cloud.accepted("launch", name, "--instance-type", "t3.micro", "--ttl", "20m", "--idle-timeout", "30s");
        Heard ready = ready(launch);
        String instance = ready.detail().string("instanceId");

        // When: nothing happens on it
        Heard idle = await("InstanceIdle", instance);

        // Then
        assertThat(idle.source()).startsWith("spawn.agent/").endsWith("instance/" + instance);
        assertThat(idle.detail().string("action")).isEqualTo("stop");
        assertThat(Duration.between(
                        Instant.parse(idle.detail().string("since")),
                        Instant.parse(idle.detail().string("at"))))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(30));
        Heard stopped = await("InstanceStopped", instance);
        assertThat(stopped.detail().string("reason")).contains("idle since");
        assertThat(stopped.detail().string("correlationId")).isEqualTo(launch);
        assertThat(cloud.describe(instance).state().name()).isEqualTo(InstanceStateName.STOPPED);

        // When
        cloud.accepted("terminate", name);

        // Then
        Heard ended = await("InstanceEnded", instance);
        assertThat(ended.detail().string("cause")).isEqualTo("command");
    }

    @Test
    void aSpotInterruptionIsSaidByTheAgentAndIsTheCauseOfTheEnd() {
        // Given
        String name = cloud.newName("spot");
        String launch = cloud.accepted(
                "launch", name, "--instance-type", "t3.micro", "--ttl", "20m", "--spot", "--pre-stop", "echo saved");
        String instance = ready(launch).detail().string("instanceId");

        // When
        assertThat(cloud.script("interrupt", name).exit()).isZero();

        // Then
        Heard interrupted = await("SpotInterrupted", instance);
        assertThat(interrupted.source()).startsWith("spawn.agent/");
        assertThat(interrupted.detail().string("action")).isEqualTo("terminate");
        Heard ended = await("InstanceEnded", instance);
        assertThat(ended.detail().string("cause")).isEqualTo("spot");
        assertThat(cloud.tap.all(of("SpotInterrupted", instance))).hasSize(1);
    }

    @Test
    void aWorkloadThatFinishesIsReportedWithItsResultsAndEndsTheInstance() {
        // Given
        String name = cloud.newName("work");

        // When: the workload leaves a result and says that it is done
        String launch = cloud.accepted(
                "launch",
                name,
                "--instance-type",
                "t3.micro",
                "--ttl",
                "20m",
                "--results",
                "/srv/out",
                "--on-complete",
                "terminate",
                "--completion-delay",
                "2s",
                "--command",
                "mkdir -p \"$SPAWN_ROOT/srv/out\" && echo 42 > \"$SPAWN_ROOT/srv/out/the answer\""
                        + " && \"$SPAWN_ROOT/opt/spored/bin/spored\" complete -s -m 'all 120 frames'");
        String instance = ready(launch).detail().string("instanceId");

        // Then
        Heard exited = await("WorkloadExited", instance);
        assertThat(exited.detail().integer("exitCode")).isZero();
        String results = exited.detail().string("results");
        assertThat(results).startsWith("s3://").contains(instance);
        Heard finished = await("InstanceFinished", instance);
        assertThat(finished.detail().string("status")).isEqualTo("success");
        Heard ended = await("InstanceEnded", instance);
        assertThat(ended.detail().string("cause")).isEqualTo("finished");
        assertThat(ended.detail().string("reason")).contains("all 120 frames");
        assertThat(cloud.object(results + "the answer")).isEqualTo("42\n");
    }

    @Test
    void aWorkloadThatFailsIsReportedAndTheInstanceLivesOn() {
        // Given
        String name = cloud.newName("fails");

        // When
        String launch = cloud.accepted(
                "launch", name, "--instance-type", "t3.micro", "--ttl", "3m", "--command", "echo no disk left; exit 3");
        String instance = ready(launch).detail().string("instanceId");

        // Then
        assertThat(await("WorkloadExited", instance).detail().integer("exitCode"))
                .isEqualTo(3);
        assertThat(cloud.describe(instance).state().name()).isEqualTo(InstanceStateName.RUNNING);
        cloud.accepted("terminate", name);
        await("InstanceEnded", instance);
    }

    private Heard ready(String launch) {
        return cloud.tap.await(
                "InstanceReady of " + launch,
                PATIENCE,
                heard -> heard.answers(launch) && heard.type().equals("InstanceReady"));
    }

    private Heard await(String type, String instance) {
        return cloud.tap.await(type + " of " + instance, PATIENCE, of(type, instance));
    }

    private static Predicate<Heard> of(String type, String instance) {
        return heard -> heard.isAbout(instance) && heard.type().equals(type);
    }
}
