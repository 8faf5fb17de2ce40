package host.spore.spawn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.cli.bus.Patience;
import host.spore.spawn.cli.credentials.Keys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong after the input was right: one line on stderr, exit 1, nothing on stdout. */
class FailureTest {
    private static final String DENIED =
            "User: arn:aws:sts::123456789012:assumed-role/ci-runner/i-0c5d is not authorized"
                    + " to perform: events:PutEvents on resource: " + Shell.BUS
                    + " because no identity-based policy allows the events:PutEvents action";
    private static final Patience SHORT =
            new Patience(Duration.ofMillis(300), Duration.ofMillis(200), Duration.ofMillis(50), Duration.ofMillis(1));

    private final FakeBus bus = new FakeBus();

    @AfterEach
    void closeBus() {
        bus.close();
    }

    @Test
    void aRefusalInsideAnAnswerOf200IsAFailure() {
        // Given
        bus.answering(200, """
                {"FailedEntryCount":1,"Entries":[{"ErrorCode":"NotAuthorizedForDetailTypeException",
                "ErrorMessage":"Not authorized for the detail type."}]}""");

        // When
        Shell.Outcome outcome = Shell.speakingTo(bus).types("stop", "demo");

        // Then
        assertFailed(
                outcome,
                "the bus refused the event: NotAuthorizedForDetailTypeException: Not authorized for the detail type.");
        assertThat(bus.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403})
    void aDeniedPermissionNamesActionAndBus(int status) {
        // Given
        bus.answering(status, "{\"__type\":\"AccessDeniedException\",\"Message\":\"" + DENIED + "\"}");

        // When
        Shell.Outcome outcome = Shell.speakingTo(bus).types("stop", "demo");

        // Then
        assertFailed(outcome, "the bus refused the event: " + DENIED + ". Grant events:PutEvents on " + Shell.BUS);
        assertThat(bus.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ExpiredTokenException | the credentials have expired (ExpiredTokenException: said); fetch new ones, for example by aws sso login",
                "com.amazonaws.events#UnrecognizedClientException | the credentials were not accepted (UnrecognizedClientException: said); aws sts get-caller-identity shows whose they are",
                "ResourceNotFoundException | there is no bus " + Shell.BUS
                        + " (ResourceNotFoundException: said); cdk deploy prints the BusArn of the one that is",
                "ValidationException | the bus refused the event: ValidationException: said",
            })
    void whatTheBusSaysIsToldWithWhatToDo(String type, String expected) {
        // Given
        bus.answering(400, "{\"__type\":\"" + type + "\",\"message\":\"said\"}");

        // When
        Shell.Outcome outcome = Shell.speakingTo(bus).types("stop", "demo");

        // Then
        assertFailed(outcome, expected);
        assertThat(bus.requests()).hasSize(1);
    }

    @Test
    void aWrongClockIsFoundOut() {
        // Given: the shell's clock stands at a fixed day, the server's Date header is today's
        bus.answering(403, "{\"__type\":\"InvalidSignatureException\",\"message\":\"Signature expired\"}");

        // When
        Shell.Outcome outcome = Shell.speakingTo(bus).types("stop", "demo");

        // Then
        assertThat(outcome.err())
                .matches("spawn: the signature was not accepted \\(InvalidSignatureException: Signature expired\\);"
                        + " this machine's clock is \\d+ min off, set it\\R");
        assertThat(outcome.exit()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"__type\":\"ThrottlingException\",\"message\":\"Rate exceeded\"}",
                "500 | {\"__type\":\"InternalFailure\"}",
                "503 | <html>Service Unavailable</html>",
                "429 | ''",
                "200 | {\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"InternalFailure\"}]}",
            })
    void whatMayPassIsSaidAgainWithTheSameId(int status, String body) {
        // Given
        bus.answering(status, body).answering(status, body);

        // When
        Shell.Outcome outcome = Shell.speakingTo(bus).types("stop", "demo");

        // Then
        assertThat(outcome.exit()).isZero();
        List<FakeBus.Request> requests = bus.requests();
        assertThat(requests).hasSize(3);
        assertThat(requests)
                .extracting(FakeBus.Request::body)
                .containsOnly(requests.getFirst().body());
    }

    @Test
    void patienceHasAnEnd() {
        // Given: whatever the pause is, it is longer than what is left
        Patience patience = new Patience(
                Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofDays(10_000));
        bus.answering(400, "{\"__type\":\"ThrottlingException\",\"message\":\"Rate exceeded\"}");

        // When
        Shell.Outcome outcome = Shell.speakingTo(bus).patient(patience).types("stop", "demo");

        // Then
        assertFailed(
                outcome,
                bus.url() + " asks for patience (ThrottlingException: Rate exceeded); nothing was published,"
                        + " try again in a minute");
        assertThat(bus.requests()).hasSize(1);
    }

    @Test
    void aBusThatDoesNotAnswerIsGivenUpInTime() {
        // Given
        bus.fallingSilent();

        // When
        Shell.Outcome outcome = Shell.speakingTo(bus).patient(SHORT).types("stop", "demo", "--id", "same-again");

        // Then
        assertFailed(
                outcome,
                "no answer from " + bus.url() + " in 0 s; nothing is known to have been published,"
                        + " and saying it again is safe with --id same-again");
    }

    @Test
    void aPortWhereNobodyListensFailsAtOnce() throws IOException {
        // Given
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }

        // When
        Shell.Outcome outcome = Shell.settled()
                .with("AWS_ENDPOINT_URL", "http://127.0.0.1:" + port)
                .types("stop", "demo");

        // Then
        assertFailed(
                outcome,
                "cannot connect to http://127.0.0.1:" + port + ": Connection refused; is it up? Nothing was published");
    }

    @Test
    void aHostThatIsNotThereIsNamed() {
        // When
        Shell.Outcome outcome =
                Shell.settled().with("AWS_ENDPOINT_URL", "http://bus.invalid").types("stop", "demo");

        // Then
        assertFailed(
                outcome,
                "no such host as bus.invalid; check the network and the region in SPAWN_BUS. Nothing was published");
    }

    @Test
    void anAnswerOfSomebodyElseIsNoSuccess() {
        // Given
        bus.answering(200, "<html>Welcome to \u001b[2J Wi-Fi</html>");

        // When
        Shell.Outcome outcome = Shell.speakingTo(bus).types("stop", "demo");

        // Then
        assertFailed(
                outcome,
                "the bus refused the event: HTTP 200: not an answer of EventBridge: <html>Welcome to ?[2J Wi-Fi</html>");
    }

    @Test
    void aRedirectIsNotFollowed() {
        // Given
        bus.answering(302, "{}");

        // When
        Shell.Outcome outcome = Shell.speakingTo(bus).types("stop", "demo");

        // Then
        assertFailed(outcome, "the bus refused the event: HTTP 302: no reason given");
        assertThat(bus.requests()).hasSize(1);
    }

    @Test
    void withoutCredentialsNothingIsSent() {
        // When
        Shell.Outcome outcome = Shell.speakingTo(bus)
                .without("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
                .types("stop", "demo");

        // Then
        assertFailed(outcome, "no credentials: the chain found none for null");
        assertThat(bus.requests()).isEmpty();
    }

    @Test
    void aChainThatHangsIsGivenUpInTime() {
        // Given
        CountDownLatch never = new CountDownLatch(1);
        Shell shell = Shell.speakingTo(bus)
                .without("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
                .patient(SHORT)
                .fetching((profile, region) -> {
                    try {
                        never.await();
                    } catch (InterruptedException givenUp) {
                        Thread.currentThread().interrupt();
                    }
                    return new Keys("too", "late", null);
                });

        // When
        Shell.Outcome outcome = shell.types("stop", "demo");

        // Then
        assertFailed(
                outcome,
                "no credentials within 0 s: whatever hands them out (AWS_PROFILE, instance metadata) does not answer;"
                        + " nothing was published");
        assertThat(bus.requests()).isEmpty();
    }

    @Test
    void aBugIsToldInOneLineToo() {
        // Given
        Shell shell = Shell.speakingTo(bus)
                .without("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
                .fetching((profile, region) -> {
                    throw new UnsupportedOperationException("a\nbug");
                });

        // When
        Shell.Outcome outcome = shell.types("stop", "demo");

        // Then
        assertFailed(
                outcome,
                "this should not have happened: java.lang.IllegalStateException:"
                        + " java.lang.UnsupportedOperationException: a?bug; SPAWN_DEBUG=1 shows where");
    }

    private static void assertFailed(Shell.Outcome outcome, String message) {
        assertThat(outcome.err()).isEqualTo("spawn: " + message + System.lineSeparator());
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
    }
}
