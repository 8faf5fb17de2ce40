package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimingTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private static Optional<QueueClaim> held(Instant since) {
        return Optional.of(new QueueClaim(Optional.of("run-1"), Optional.of("run-0"), since));
    }

    private static RunRow row(RunStatus status) {
        return new RunRow(
                "run-1",
                "train",
                "SubmitQueue",
                "run-1",
                "ada",
                "hash",
                6,
                status,
                Optional.empty(),
                NOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    @Test
    void aFreeQueueIsTaken() {
        assertThat(Claiming.decide("train", "run-2", Optional.empty(), new Claiming.Nobody(), NOW))
                .isEqualTo(new Claiming.Take(Optional.empty()));
        Optional<QueueClaim> free = Optional.of(new QueueClaim(Optional.empty(), Optional.of("run-1"), NOW));
        assertThat(Claiming.decide("train", "run-2", free, new Claiming.Nobody(), NOW))
                .isEqualTo(new Claiming.Take(Optional.of("run-1")));
    }

    @Test
    void onesOwnIsKept() {
        assertThat(Claiming.decide("train", "run-2", held(NOW), new Claiming.Ourselves(), NOW))
                .isEqualTo(new Claiming.Keep(Optional.of("run-0")));
    }

    /** By proof, whatever the time: the run says so, or its flow has ended. Without a flow, after a grace. */
    @ParameterizedTest
    @CsvSource({
        // row, flow, minutes since, taken over
        "RUNNING, RUNNING, 1000, false",
        "STARTING, RUNNING, 1000, false",
        "FINISHING, RUNNING, 1000, false",
        "RUNNING, SUCCEEDED, 0, true",
        "RUNNING, FAILED, 0, true",
        "RUNNING, TIMED_OUT, 0, true",
        "RUNNING, ABORTED, 0, true",
        "COMPLETED, RUNNING, 0, true",
        "FAILED, RUNNING, 0, true",
        "FAILED, , 0, true",
        ", FAILED, 0, true",
        ", RUNNING, 1000, false",
        ", , 4, false",
        ", , 6, true",
        "STARTING, , 4, false",
        "STARTING, , 6, true",
    })
    void anothersIsTakenOverByProof(
            @Nullable RunStatus status, Runs.@Nullable Status flow, long minutes, boolean taken) {
        Claiming.Another another = new Claiming.Another(
                "run-1", Optional.ofNullable(status).map(ClaimingTest::row), Optional.ofNullable(flow));

        Claiming.Decision decision =
                Claiming.decide("train", "run-2", held(NOW.minus(Duration.ofMinutes(minutes))), another, NOW);

        if (taken) {
            assertThat(decision).isEqualTo(new Claiming.Take(Optional.of("run-1")));
        } else {
            assertThat(decision)
                    .isInstanceOfSatisfying(
                            Claiming.Refuse.class,
                            refused -> assertThat(refused.reason())
                                    .startsWith("queue train runs already (run run-1, since 2026-11-2")
                                    .endsWith("or end it with spawn queue cancel train"));
        }
    }

    @Test
    void aRunThatIsOverDoesNotBeginAgain() {
        Optional<QueueClaim> free = Optional.of(new QueueClaim(Optional.empty(), Optional.of("run-2"), NOW));
        assertThat(Claiming.decide("train", "run-2", free, new Claiming.Nobody(), NOW))
                .isEqualTo(new Claiming.Refuse("run run-2 of queue train is over; a new command begins a new run"));
    }
}
