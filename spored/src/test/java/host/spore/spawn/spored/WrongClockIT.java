package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A metadata service that lies about the time: nothing ends early by it, and nothing late (SCENARIOS 13). */
@Execution(ExecutionMode.CONCURRENT)
class WrongClockIT extends OnAMachine {
    @ParameterizedTest(name = "{0} h, the bus {1}")
    @CsvSource({"6, WELL", "-6, WELL", "6, REFUSES", "6, HANGS"})
    void aServiceThatIsWrongByHoursEndsNothingEarly(int hours, FakeCloud.Mood bus) throws IOException {
        // Given
        cloud.busIs(bus);
        try (LyingClock lies = new LyingClock(cloud.url(), () -> Duration.ofHours(hours))) {
            machine.environment("AWS_EC2_METADATA_SERVICE_ENDPOINT", lies.url());
            deadlineIn(3600);
            machine.start();
            machine.await("the lie is heard", () -> machine.journal().contains("the metadata service's"));

            // When
            Instant deadline = deadlineIn(8);
            awaitPowerOff();

            // Then
            assertInTime(deadline);
            assertThat(machine.journal()).contains("the clock is 21");
            if (bus == FakeCloud.Mood.WELL) {
                assertThat(cloud.said("AgentProblem"))
                        .anySatisfy(
                                said -> assertThat(said.detail().string("what")).isEqualTo("clock-skew"));
            }
        }
    }

    @Test
    void aServiceThatSaysSomethingElseEveryTimeIsNotBelieved() throws IOException {
        // Given
        Random random = new Random(4);
        try (LyingClock lies = new LyingClock(cloud.url(), () -> Duration.ofSeconds(random.nextInt(43_200) - 21_600))) {
            machine.environment("AWS_EC2_METADATA_SERVICE_ENDPOINT", lies.url());
            deadlineIn(3600);
            startAndAwaitStarted();

            // When: long enough for two answers that lie far enough apart
            Instant deadline = deadlineIn(25);
            awaitPowerOff();

            // Then
            assertInTime(deadline);
            assertThat(cloud.said("AgentProblem")).isEmpty();
        }
    }
}
