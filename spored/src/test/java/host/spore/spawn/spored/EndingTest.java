package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.JobStatus;
import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EndingTest {
    private static final Instant START = Instant.parse("2026-11-26T10:00:00Z");
    private static final QueueTask TASK = new QueueTask("secret-token", "run-1", "fit", OptionalInt.of(3), 2);

    static Stream<Arguments> endings() {
        return Stream.of(
                Arguments.of(new Ending.Exited(0), JobStatus.SUCCEEDED, Optional.empty(), false),
                Arguments.of(new Ending.Exited(137), JobStatus.FAILED, Optional.of("Job.Exit.137"), false),
                Arguments.of(new Ending.TimedOut(5), JobStatus.TIMED_OUT, Optional.of("Job.TimedOut"), false),
                Arguments.of(new Ending.HookFailed("h"), JobStatus.FAILED, Optional.of("Job.HookFailed"), false),
                Arguments.of(new Ending.DoesNotFit("d"), JobStatus.FAILED, Optional.of("Job.DoesNotFit"), false),
                Arguments.of(
                        new Ending.ResultsRefused("r"), JobStatus.FAILED, Optional.of("Job.ResultsRefused"), false),
                Arguments.of(new Ending.HandedBack("b"), JobStatus.LOST, Optional.of("Worker.Lost"), false),
                Arguments.of(new Ending.Gone("g"), JobStatus.CANCELLED, Optional.empty(), true));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void eachIsToldInItsOwnWay(Ending ending, JobStatus status, Optional<String> error, boolean gone) {
        assertThat(ending.status()).isEqualTo(status);
        assertThat(ending.error()).isEqualTo(error);
        assertThat(ending.isGone()).isEqualTo(gone);
    }

    /** Nothing whose results are not stored is ever a success, and nothing that failed becomes one. */
    @ParameterizedTest
    @MethodSource("endings")
    void whatIsNotStoredIsNotDone(Ending ending, JobStatus status, Optional<String> error, boolean gone) {
        for (boolean everywhere : new boolean[] {false, true}) {
            Ending after = ending.notStored("no bucket", everywhere);
            assertThat(after.status()).isNotEqualTo(JobStatus.SUCCEEDED);
            assertThat(after.isGone()).isEqualTo(gone);
            assertThat(after.reason()).contains("no bucket");
            if (status != JobStatus.SUCCEEDED) {
                assertThat(after.error()).isEqualTo(error);
                assertThat(after.reason()).startsWith(ending.reason());
            }
        }
    }

    @Test
    void anOutcomeSaysWhatTheContractAsksForAndNotTheToken() {
        // When
        Outcome outcome = new Outcome(
                TASK, new Ending.Exited(3), "s3://b/p/", "i-0123456789abcdef0", START, START.plusSeconds(12));

        // Then
        assertThat(outcome.toJson())
                .isEqualTo(JsonObject.parse("{\"results\":\"s3://b/p/\",\"exitCode\":3,\"seconds\":12,"
                        + "\"worker\":\"i-0123456789abcdef0\",\"startedAt\":\"2026-11-26T10:00:00Z\","
                        + "\"endedAt\":\"2026-11-26T10:00:12Z\",\"reason\":\"ended with 3\"}"));
        assertThat(outcome.toFile().string("status")).isEqualTo("failed");
        assertThat(outcome.toFile().integer("index")).isEqualTo(3);
        assertThat(outcome.toFile().integer("attempt")).isEqualTo(2);
        assertThat(outcome.toFile().toString() + TASK).doesNotContain("secret-token");
    }

    /** Step Functions refuses a cause above 32 KB, and with it the answer. */
    @Test
    void aReasonIsCut() {
        Outcome outcome =
                new Outcome(TASK, new Ending.HandedBack("x".repeat(100_000)), "", "i-0123456789abcdef0", START, START);
        assertThat(outcome.toJson().toString()).hasSizeLessThan(30_000);
    }

    /** A clock that was set back is no reason to refuse an event. */
    @Test
    void noTimeIsNegative() {
        assertThat(new Outcome(TASK, new Ending.Exited(0), "", "i", START, START.minusSeconds(5)).seconds())
                .isZero();
    }
}
