package host.spore.spawn.functions.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import host.spore.spawn.events.Market;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.Log;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** Remembering helps launches, and never harms one. */
@Execution(ExecutionMode.CONCURRENT)
class CapacityMemoryTest {
    private static final Offer OFFER = new Offer("p5.48xlarge", "us-east-1a", Market.SPOT);

    private final FakeStandings standings = new FakeStandings();
    private final FakeClock clock = new FakeClock();
    private final List<String> logged = new ArrayList<>();
    private final Log log = Log.to(logged::add);
    private final CapacityMemory memory = new CapacityMemory(standings, clock);

    @Test
    void whatIsNotedIsRecalled() {
        // When
        memory.had(OFFER, "c1-1", log);
        memory.lacked(OFFER, "c2-1", log);
        memory.interrupted(OFFER, "i-1", clock.instant(), log);

        // Then
        assertThat(memory.recall(List.of(OFFER), log))
                .isEqualTo(Map.of(
                        OFFER,
                        Standing.unknown(OFFER)
                                .had("c1-1", clock.instant())
                                .lacked("c2-1", clock.instant())
                                .interrupted("i-1", clock.instant())));
        assertThat(logged).isEmpty();
    }

    @Test
    void twoWhoNoteAtOnceAreBothCounted() {
        // Given: between reading and writing
        standings.faults.beforeNext(() -> standings.faults.beforeNext(
                () -> standings.write(standings.now(OFFER).lacked("other-1", clock.instant()))));

        // When
        memory.lacked(OFFER, "c1-1", log);

        // Then
        assertThat(standings.now(OFFER).attempts()).containsExactly("other-1 lacked", "c1-1 lacked");
    }

    @Test
    void aTableThatFailsIsLoggedAndHarmsNobody() {
        // Given
        standings.faults.failNext(2);

        // When
        memory.lacked(OFFER, "c1-1", log);
        Map<Offer, Standing> recalled = memory.recall(List.of(OFFER), log);

        // Then
        assertThat(recalled).isEmpty();
        assertThat(logged).hasSize(2).allMatch(line -> line.contains("failed on request"));
    }

    @Test
    void whoLosesEveryRaceGivesUpAndSaysSo() {
        // Given
        Standings contested = new Standings() {
            @Override
            public Map<Offer, Standing> read(java.util.Collection<Offer> offers) {
                clock.advance(Duration.ofMillis(700));
                return standings.read(offers);
            }

            @Override
            public boolean write(Standing next) {
                return false;
            }

            @Override
            public List<Standing> all(int most) {
                return standings.all(most);
            }
        };

        // When
        new CapacityMemory(contested, clock).lacked(OFFER, "c1-1", log);

        // Then: three tries of 0.7 s, not five
        assertThat(clock.instant()).isEqualTo(new FakeClock().instant().plusMillis(2_100));
        assertThat(logged).singleElement().asString().contains("capacity not noted");
    }

    /** The connection is taken and nothing ever answered: without a limit of its own, each call would take a minute. */
    @Test
    void aTableThatDoesNotAnswerDelaysALaunchBySecondsOnly() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            // Given
            DynamoDbClient client = DynamoDbClient.builder()
                    .endpointOverride(URI.create("http://127.0.0.1:" + mute.getLocalPort()))
                    .region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                    .httpClient(UrlConnectionHttpClient.builder()
                            .socketTimeout(Duration.ofSeconds(20))
                            .build())
                    .build();
            CapacityMemory hanging =
                    new CapacityMemory(new DynamoStandings(client, "spawn-availability-stats"), InstantSource.system());

            // When, Then
            assertTimeoutPreemptively(Duration.ofSeconds(12), () -> {
                hanging.lacked(OFFER, "c1-1", log);
                hanging.recall(List.of(OFFER), log);
            });
            assertThat(logged).hasSize(2);
        }
    }

    @Test
    void anItemIsWrittenOnConditionOfWhatWasRead() {
        // Given
        DynamoStandings dynamo = new DynamoStandings(
                new DynamoDbClient() {
                    @Override
                    public String serviceName() {
                        return "dynamodb";
                    }

                    @Override
                    public void close() {}
                },
                "spawn-availability-stats");
        Standing first = Standing.unknown(OFFER).had("c1-1", clock.instant());

        // When
        PutItemRequest made = dynamo.writeRequest(first);
        PutItemRequest changed = dynamo.writeRequest(first.lacked("c2-1", clock.instant()));

        // Then
        assertThat(made.conditionExpression()).isEqualTo("attribute_not_exists(offer)");
        assertThat(changed.conditionExpression()).isEqualTo("#version = :read");
        assertThat(changed.expressionAttributeNames()).isEqualTo(Map.of("#version", "version"));
        assertThat(changed.expressionAttributeValues()).isEqualTo(Map.of(":read", AttributeValue.fromN("1")));
        assertThat(changed.item())
                .containsEntry("offer", AttributeValue.fromS("p5.48xlarge#us-east-1a#spot"))
                .containsEntry("version", AttributeValue.fromN("2"))
                .containsEntry(
                        "expires_at_epoch_seconds",
                        AttributeValue.fromN(Long.toString(
                                clock.instant().plus(Duration.ofDays(7)).getEpochSecond())));
    }
}
