package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Ids;
import host.spore.spawn.events.Market;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SCENARIOS 4: an idempotency key reused with other parameters, or cut short. */
@Execution(ExecutionMode.CONCURRENT)
class ClientTokenTest {
    private static final int MILLION = 1_000_000;

    /** As long as an id may be, all but its end alike: whatever is cut short here is another's. */
    private static final String LONG_PREFIX = "nightly-build-of-the-whole-house-for-the-team-that-likes-long-names-x";

    @Test
    void aMillionCommandsHaveAMillionTokens() {
        long distinct = IntStream.range(0, MILLION)
                .parallel()
                .mapToObj(number -> token(LONG_PREFIX + number, 1, "c7i.large", Market.ON_DEMAND))
                .distinct()
                .count();

        assertThat(distinct).isEqualTo(MILLION);
    }

    @Test
    void aMillionDerivedIdsAreAMillionIds() {
        long distinct = IntStream.range(0, MILLION)
                .mapToObj(number -> Ids.childOf(LONG_PREFIX + number / 1_000, number % 1_000))
                .distinct()
                .count();

        assertThat(distinct).isEqualTo(MILLION);
    }

    @ParameterizedTest
    @CsvSource({
        // the attempt rises after a definite failure, and spot may go on to on-demand
        "2, c7i.large, us-east-1a, spot",
        "1, c7a.large, us-east-1a, spot",
        "1, c7i.large, us-east-1b, spot",
        "1, c7i.large, us-east-1a, on-demand",
    })
    void whateverMakesAnotherRequestMakesAnotherToken(int attempt, String type, String zone, String market) {
        String first =
                request("command", 1, "c7i.large", "us-east-1a", Market.SPOT).clientToken();

        assertThat(request("command", attempt, type, zone, Market.parse(market)).clientToken())
                .isNotEqualTo(first);
    }

    /** "ab" and "1" are not "a" and "b1". */
    @Test
    void whereAPartEndsIsPartOfTheToken() {
        assertThat(Stream.of(Ids.hash("ab", "1"), Ids.hash("a", "b1"), Ids.hash("ab1"), Ids.hash("", "ab1"))
                        .distinct())
                .hasSize(4);
    }

    /** EC2 takes 64 characters of ASCII. */
    @Test
    void ec2TakesEveryToken() {
        assertThat(token("x".repeat(80), 1_200, "u-24tb1.112xlarge", Market.ON_DEMAND))
                .hasSizeLessThanOrEqualTo(64)
                .matches("[0-9A-Za-z_-]+");
    }

    private static String token(String command, int attempt, String type, Market market) {
        return request(command, attempt, type, null, market).clientToken();
    }

    private static LaunchRequest request(
            String command, int attempt, String type, @org.jspecify.annotations.Nullable String zone, Market market) {
        return new LaunchRequest(
                command,
                attempt,
                type,
                zone,
                market,
                null,
                "ami-12345678",
                Disks.OF_THE_IMAGE,
                "",
                Map.of(),
                null,
                "arn",
                new Network(List.of(), null, null, null),
                null,
                LaunchRequest.Count.ONE);
    }
}
