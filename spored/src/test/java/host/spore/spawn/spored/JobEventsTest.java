package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.InstanceId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobEventsTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    private final JobEvents events = new JobEvents(
            new Identity(
                    new InstanceId(FakeCloud.INSTANCE),
                    "eu-west-1",
                    new AccountId("123456789012"),
                    "aws",
                    "amazonaws.com",
                    Optional.empty(),
                    Optional.empty()),
            "train",
            "submit-1");

    @Test
    void theSameFactHasOneIdAndEveryOtherOneAnother() {
        // When
        QueueTask task = new QueueTask("token", "run-1", "fit", OptionalInt.of(1), 1);
        Stream<QueueTask> others = Stream.of(
                new QueueTask("other", "run-1", "fit", OptionalInt.of(1), 1),
                new QueueTask("token", "run-2", "fit", OptionalInt.of(1), 1),
                new QueueTask("token", "run-1", "fat", OptionalInt.of(1), 1),
                new QueueTask("token", "run-1", "fit", OptionalInt.of(2), 1),
                new QueueTask("token", "run-1", "fit", OptionalInt.empty(), 1),
                new QueueTask("token", "run-1", "fit", OptionalInt.of(1), 2));

        // Then
        String id = events.started(task, NOW).id();
        assertThat(events.started(task, NOW.plusSeconds(9)).id()).isEqualTo(id);
        assertThat(others.map(other -> events.started(other, NOW).id()).distinct())
                .hasSize(6)
                .doesNotContain(id);
        Outcome outcome = new Outcome(task, new Ending.Exited(0), "s3://b/p/", FakeCloud.INSTANCE, NOW, NOW);
        assertThat(events.ended(outcome, true).id()).isNotEqualTo(id);
        assertThat(events.ended(outcome, true).detail().string("correlationId")).isEqualTo("submit-1");
        assertThat(events.ended(outcome, false).detail().has("results")).isFalse();
    }
}
