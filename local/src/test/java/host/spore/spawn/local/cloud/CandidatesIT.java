package host.spore.spawn.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is tried, in which order, and what is remembered of it. The embedded cloud has none of p5e.48xlarge. */
class CandidatesIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String EMPTY = "p5e.48xlarge#any#on-demand";

    private final Cloud cloud = Cloud.get();
    private final CapacityItems items = new CapacityItems(cloud);
    private final List<String> names = new ArrayList<>();

    @AfterEach
    void terminateAll() {
        names.forEach(name -> outcome(cloud.accepted("terminate", name), "InstanceTerminated"));
    }

    /** SCENARIOS 6: memory of what had none, with expiry. */
    @Test
    void aTypeWithoutCapacityIsTriedOnceAndThenLastUntilThatIsForgotten() {
        // Given
        items.forget("p5e.48xlarge");

        // When: a first launch learns it
        Heard first = launched("p5e.48xlarge|t3.micro");

        // Then
        assertThat(attempts(first)).containsExactly("p5e.48xlarge no_capacity", "t3.micro launched");
        assertThat(first.detail().has("remarks")).isFalse();
        assertThat(items.read(EMPTY))
                .containsEntry("shortages", AttributeValue.fromN("1"))
                .containsEntry("in_a_row", AttributeValue.fromN("1"));

        // When: the next one has the second first
        Heard second = launched("p5e.48xlarge|t3.micro");

        // Then
        assertThat(attempts(second)).containsExactly("t3.micro launched");
        assertThat(second.detail().array("remarks").toString())
                .contains("p5e.48xlarge on-demand: no capacity at ", "; tried after the others until ");

        // When: that is forgotten
        items.age(EMPTY, Duration.ofHours(1));
        Heard third = launched("p5e.48xlarge|t3.micro");

        // Then
        assertThat(attempts(third)).containsExactly("p5e.48xlarge no_capacity", "t3.micro launched");
        assertThat(items.read(EMPTY)).containsEntry("in_a_row", AttributeValue.fromN("2"));
    }

    /** All of them remembered as empty are all of them tried, and a pattern stands for both. */
    @Test
    void whatIsKnownToBeEmptyIsTriedAllTheSameForWantOfAnother() {
        // Given
        items.forget("p5e.48xlarge", "p5en.48xlarge");
        String first =
                cloud.accepted("launch", cloud.newName("none"), "--instance-type", "p5e*.48xlarge", "--ttl", "5m");
        Heard failed = outcome(first, "LaunchFailed");

        // When
        String again =
                cloud.accepted("launch", cloud.newName("none"), "--instance-type", "p5e*.48xlarge", "--ttl", "5m");
        Heard failedAgain = outcome(again, "LaunchFailed");

        // Then
        assertThat(attempts(failed)).containsExactly("p5e.48xlarge no_capacity", "p5en.48xlarge no_capacity");
        assertThat(attempts(failedAgain))
                .containsExactlyInAnyOrder("p5e.48xlarge no_capacity", "p5en.48xlarge no_capacity");
        assertThat(failedAgain.detail().array("remarks").toString())
                .contains("tried all the same, for want of another");
    }

    @Test
    void aPatternStandsForTheTypesThatItMatches() {
        // When
        Heard launched = launched("t3.mi*");

        // Then
        assertThat(attempts(launched)).containsExactly("t3.micro launched");
        assertThat(cloud.describe(launched.detail().string("instanceId")).instanceTypeAsString())
                .isEqualTo("t3.micro");
    }

    @Test
    void whatIsNotThereOrTooMuchOrForAnotherProcessorIsRefusedWithTheReason() {
        assertThat(refused("t3.mirco"))
                .startsWith("t3.mirco: us-east-1 has no such instance type; like it are t3.micro");
        assertThat(refused("c*.*")).contains(" types that will do, and a launch tries at most 20: narrow it");
        assertThat(refused("t2.*")).contains("none of them will do").contains(" not on Nitro");
        // The agent for ARM is there only where it was built: then the launch would be taken.
        if (!cloud.hasVariable("spawn-plan", "SPAWN_SPORED_KEY_ARM64")) {
            assertThat(refused("c7g.large")).contains("this deployment has no agent for it", "-Parm64");
        }
    }

    /** SCENARIOS 15: EC2's own notice and the agent's word are one interruption, and a third one opens the breaker. */
    @Test
    void spotThatIsTakenBackTooOftenComesAfterOnDemand() {
        // Given
        items.forget("t3.small");
        String offer = "t3.small#any#spot";
        Heard spot = launched("t3.small", "--spot");
        String instance = spot.detail().string("instanceId");
        names.clear();

        // When: EC2 takes it back
        assertThat(cloud.script("interrupt", spot.detail().string("name"), "--seconds", "20")
                        .exit())
                .isZero();
        cloud.tap.await(
                "end", SOON, heard -> heard.isAbout(instance) && heard.type().equals("InstanceEnded"));

        // Then
        assertThat(Objects.requireNonNull(items.read(offer).get("interruptions"))
                        .m())
                .containsOnlyKeys(instance);

        // When: two more
        items.interrupt(offer, "i-00000000000000001", "i-00000000000000002");
        Heard next = launched("t3.small", "--spot", "--on-demand-fallback");

        // Then
        assertThat(next.detail().string("market")).isEqualTo("on-demand");
        assertThat(next.detail().array("remarks").toString())
                .contains(
                        "t3.small spot: EC2 took back several instances within an hour; on-demand is tried first until");
    }

    private Heard launched(String types, String... more) {
        String name = cloud.newName("candidate");
        List<String> arguments = new ArrayList<>(List.of("launch", name, "--instance-type", types, "--ttl", "10m"));
        arguments.addAll(Arrays.asList(more));
        String id = cloud.accepted(arguments.toArray(String[]::new));
        names.add(name);
        return outcome(id, "InstanceLaunched");
    }

    private String refused(String types) {
        String id = cloud.accepted("launch", cloud.newName("refused"), "--instance-type", types, "--ttl", "5m");
        return outcome(id, "LaunchRejected").detail().string("reason");
    }

    private Heard outcome(String command, String type) {
        return cloud.tap.await(
                type, SOON, heard -> heard.answers(command) && heard.type().equals(type));
    }

    private static List<String> attempts(Heard heard) {
        return heard.detail().objects("attempts").stream()
                .map(attempt -> attempt.string("instanceType") + " " + attempt.string("result"))
                .toList();
    }
}
