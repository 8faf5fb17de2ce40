package host.spore.spawn.local.cloud;

import static host.spore.spawn.local.cloud.Batch.text;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** How many rows of a sweep live, where and since when, as EC2 tells. */
class SweepLimitsIT {
    private static final Duration SOON = Duration.ofMinutes(8);
    private static final Duration ONCE_LOOKED = Duration.ofMinutes(2);
    private static final Duration DELAY = Duration.ofSeconds(20);

    private final Cloud cloud = Cloud.get();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it in
    private Path folder;

    @Test
    void turnsAreTheDelayApartAndNoLaunchIsMadeBeforeItsTurn() {
        // Given: all may live at a time
        Sweeping sweep = new Sweeping(cloud, folder, "delay", """
                defaults: {instance_type: t3.micro, ttl: 30m, command: 'true'}
                grid: {n: [0, 1, 2]}
                """);

        // When
        String command = sweep.launch("--max-concurrent", "3", "--launch-delay", DELAY.toSeconds() + "s");
        sweep.outcome(command, "SweepCompleted", SOON);

        // Then
        List<Map<String, AttributeValue>> rows = sweep.rows().values().stream()
                .sorted(Comparator.comparing(row -> at(row, "launch_at")))
                .toList();
        assertThat(rows).hasSize(3).allSatisfy(row -> {
            Instance instance = cloud.describe(text(row, "instance_id"));
            // EC2 says it by the second, rounded down.
            assertThat(instance.launchTime())
                    .isAfterOrEqualTo(at(row, "launch_at").truncatedTo(ChronoUnit.SECONDS));
        });
        for (int i = 1; i < rows.size(); i++) {
            assertThat(at(rows.get(i), "launch_at"))
                    .isAfterOrEqualTo(at(rows.get(i - 1), "launch_at").plus(DELAY));
        }
        // Then: it was their turn that they waited for, and not each other's end
        assertThat(at(rows.getLast(), "begun_at"))
                .isBefore(at(rows.getFirst(), "launch_at").plus(DELAY));
    }

    @Test
    void noMoreThanMayLiveInAZone() {
        // Given: a type that no other test wants in a zone, since those that had room are tried first from then on
        Sweeping sweep = new Sweeping(cloud, folder, "zones", """
                defaults: {instance_type: t3.small, ttl: 30m, command: sleep 5, zone: us-east-1a|us-east-1b}
                grid: {n: [0, 1, 2, 3]}
                """);

        // When
        String command = sweep.launch("--max-concurrent", "4", "--max-concurrent-per-zone", "1");
        try (Living living = new Living(sweep)) {
            JsonObject completed = sweep.outcome(command, "SweepCompleted", SOON);

            // Then: each zone was used, both at a time, and neither for two
            assertThat(completed.integer("rows")).isEqualTo(4);
            assertThat(living.mostByZone()).isEqualTo(Map.of("us-east-1a", 1, "us-east-1b", 1));
            assertThat(living.most()).isEqualTo(2);
        }
        assertThat(sweep.mostLiving()).isEqualTo(2);
        assertThat(sweep.instances()).hasSize(4);
        assertThat(sweep.index(1))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line.string("status")).isEqualTo("done"));
    }

    @Test
    void anEndThatNobodyHeardIsFoundByTheReaperAndItsPlaceIsHeldUntilThen() {
        // Given: rows with nothing to run, so that nothing but its instance's end ends a row
        Sweeping sweep = new Sweeping(cloud, folder, "unheard", """
                defaults: {instance_type: t3.micro, ttl: 30m}
                grid: {n: [0, 1, 2, 3]}
                """);
        String command = sweep.launch("--max-concurrent", "2");
        Set<String> ended = new HashSet<>();
        try (Unheard unheard = new Unheard(cloud);
                Living living = new Living(sweep)) {
            while (ended.size() < 4) {
                Await.until(
                        "two more live, and their rows wait for their end",
                        SOON,
                        () -> parked(sweep, ended).size() == 2);
                List<String> two = parked(sweep, ended);

                // When: somebody ends them, and EC2's events of it are lost
                unheard.add(two);
                cloud.ec2.terminateInstances(request -> request.instanceIds(two));
                Await.until("they are gone", SOON, () -> areGone(two));
                assertThat(living.most()).as("alive at EC2").isEqualTo(2);
                // Another test's may be under way.
                Await.until(
                        "the reaper has looked", SOON, () -> cloud.trySweep().isEmpty());

                // Then
                two.forEach(instance ->
                        assertThat(end(instance).detail().string("source")).isEqualTo("reconcile"));
                ended.addAll(two);
            }
            JsonObject completed = sweep.outcome(command, "SweepCompleted", SOON);
            assertThat(completed.integer("rows")).isEqualTo(4);
            assertThat(living.most()).isEqualTo(2);
        }

        // Then: from a launch to an end that was said, no third one was begun
        assertThat(sweep.mostLiving()).isEqualTo(2);
        assertThat(sweep.instances()).extracting(Instance::instanceId).containsExactlyInAnyOrderElementsOf(ended);
        assertThat(sweep.index(1))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line.string("status")).isEqualTo("done"));
        assertThat(ended)
                .allSatisfy(instance -> assertThat(cloud.tap.all(
                                heard -> heard.isAbout(instance) && heard.type().equals("InstanceEnded")))
                        .hasSize(1));
        assertThat(cloud.tap.all(heard -> heard.answers(command) && heard.type().startsWith("Sweep")))
                .extracting(Heard::type)
                .containsExactly("SweepStarted", "SweepCompleted");
    }

    /** Instances that are ready, and whose rows wait to be woken. */
    private List<String> parked(Sweeping sweep, Collection<String> but) {
        return sweep.rows().values().stream()
                .filter(row -> row.containsKey("instance_id") && row.containsKey("token"))
                .map(row -> text(row, "instance_id"))
                .filter(instance -> !but.contains(instance) && isReady(instance))
                .toList();
    }

    private boolean isReady(String instance) {
        return !cloud.tap
                .all(heard -> heard.isAbout(instance) && heard.type().equals("InstanceReady"))
                .isEmpty();
    }

    private boolean areGone(List<String> instances) {
        return instances.stream()
                .allMatch(instance -> cloud.describe(instance).state().name() == InstanceStateName.TERMINATED);
    }

    private Heard end(String instance) {
        return cloud.tap.await(
                "the end of " + instance,
                ONCE_LOOKED,
                heard -> heard.isAbout(instance) && heard.type().equals("InstanceEnded"));
    }

    /** Turns are reserved in milliseconds. */
    private static Instant at(Map<String, AttributeValue> row, String column) {
        return Instant.parse(Objects.requireNonNull(row.get(column), column).s())
                .truncatedTo(ChronoUnit.MILLIS);
    }
}
