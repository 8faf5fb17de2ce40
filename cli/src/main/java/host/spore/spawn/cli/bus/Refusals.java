package host.spore.spawn.cli.bus;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.SSLHandshakeException;

/** Puts what went wrong at the bus into words: what failed, whether anything was published, what to do. */
final class Refusals {
    private Refusals() {}

    static Unpublished of(Answer.Refused refused, BusArn bus, long serverDate, InstantSource clock) {
        String said = refused.code() + ": " + refused.message();
        return new Unpublished(
                switch (refused.code()) {
                    case "AccessDeniedException", "AccessDenied", "NotAuthorizedForSourceException" ->
                        "the bus refused the event: " + refused.message() + ". Grant events:PutEvents on " + bus;
                    case "ExpiredTokenException", "ExpiredToken" ->
                        "the credentials have expired (" + said + "); fetch new ones, for example by aws sso login";
                    case "UnrecognizedClientException", "InvalidClientTokenId", "MissingAuthenticationTokenException" ->
                        "the credentials were not accepted (" + said + "); aws sts get-caller-identity shows whose"
                                + " they are";
                    case "InvalidSignatureException", "SignatureDoesNotMatch", "RequestExpired" ->
                        "the signature was not accepted (" + said + ")" + clocks(serverDate, clock);
                    case "ResourceNotFoundException" ->
                        "there is no bus " + bus + " (" + said + "); cdk deploy prints the BusArn of the one that is";
                    default -> "the bus refused the event: " + said;
                });
    }

    static Unpublished of(Answer.Busy busy, URI endpoint) {
        return new Unpublished(endpoint + " asks for patience (" + busy.code() + ": " + busy.message()
                + "); nothing was published, try again in a minute");
    }

    static Unpublished ofConnection(URI endpoint, IOException down) {
        String what = down.getMessage() == null ? down.getClass().getSimpleName() : down.getMessage();
        return new Unpublished(
                switch (down) {
                    case UnknownHostException unknown ->
                        "no such host as " + endpoint.getHost()
                                + "; check the network and the region in SPAWN_BUS. Nothing was published";
                    case SSLHandshakeException tls ->
                        "no safe connection to " + endpoint + ": " + what
                                + "; check the clock and the proxy; an endpoint without x25519 (FIPS) needs"
                                + " SPAWN_JAVA_OPTS=-Djdk.tls.namedGroups=secp256r1,secp384r1. Nothing was published";
                    default -> "cannot connect to " + endpoint + ": " + what + "; is it up? Nothing was published";
                },
                down);
    }

    static Unpublished ofSilence(URI endpoint, Duration waited, String commandId, Exception silence) {
        return new Unpublished(
                "no answer from " + endpoint + " in " + waited.toSeconds() + " s; nothing is known to have been"
                        + " published, and saying it again is safe with --id " + commandId,
                silence);
    }

    /** A wrong clock is the commonest reason for a refused signature, and the answer carries the right time. */
    private static String clocks(long serverDate, InstantSource clock) {
        Duration apart = serverDate == 0
                ? Duration.ZERO
                : Duration.between(Instant.ofEpochMilli(serverDate), clock.instant())
                        .abs();
        return apart.toMinutes() < 4
                ? "; check the secret key and AWS_SESSION_TOKEN"
                : "; this machine's clock is " + apart.toMinutes() + " min off, set it";
    }
}
