package host.spore.spawn.cli.bus;

import host.spore.spawn.cli.credentials.Keys;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLHandshakeException;

/** Publishes one entry with one PutEvents, said again, byte for byte, while EventBridge asks for patience. */
public final class Bus {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final BusArn arn;
    private final URI endpoint;
    private final Patience patience;
    private final InstantSource clock;

    public Bus(BusArn arn, URI endpoint, Patience patience, InstantSource clock) {
        this.arn = arn;
        this.endpoint = endpoint;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * Publishes.
     *
     * @param giveUpAt in terms of {@link System#nanoTime()}
     * @return the id that EventBridge gave the event
     * @throws Unpublished when it did not take the event, or did not say
     */
    public String publish(Entry entry, Keys keys, long giveUpAt) throws Unpublished, InterruptedException {
        byte[] body = entry.requestBody();
        Duration pause = patience.pause();
        while (true) {
            Unpublished failure;
            try {
                Exchange exchange = exchange(body, keys, giveUpAt);
                switch (Answer.of(exchange)) {
                    case Answer.Accepted accepted -> {
                        return accepted.eventId();
                    }
                    case Answer.Refused refused -> throw Refusals.of(refused, arn, exchange.serverDate(), clock);
                    case Answer.Busy busy -> failure = Refusals.of(busy, endpoint);
                }
            } catch (UnknownHostException | ConnectException | NoRouteToHostException | SSLHandshakeException down) {
                // Nothing was sent, and nothing of this heals within seconds.
                throw Refusals.ofConnection(endpoint, down);
            } catch (IOException silence) {
                failure = silent(entry, silence);
            }
            // Full jitter: many command lines that were throttled together must not come back together.
            Duration wait = Duration.ofNanos(ThreadLocalRandom.current().nextLong(pause.toNanos() + 1));
            if (giveUpAt - System.nanoTime() <= wait.toNanos()) {
                throw failure;
            }
            Thread.sleep(wait);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /** When the time is up while a call still hangs where its own time-outs do not reach. */
    public Unpublished silent(Entry entry, Exception silence) {
        return Refusals.ofSilence(endpoint, patience.total(), entry.commandId(), silence);
    }

    private Exchange exchange(byte[] body, Keys keys, long giveUpAt) throws IOException {
        // Signed anew each time: a signature carries its moment.
        var headers = new Signer(keys, arn.region(), clock)
                .headers(
                        endpoint,
                        Map.of(
                                "Content-Type", "application/x-amz-json-1.1",
                                "X-Amz-Target", "AWSEvents.PutEvents",
                                "User-Agent", "spawn-cli"),
                        body);
        return Exchange.post(
                endpoint, headers, body, atMost(patience.connect(), giveUpAt), atMost(patience.read(), giveUpAt));
    }

    /** Milliseconds; never 0, which would mean for ever. */
    private static int atMost(Duration duration, long giveUpAt) {
        long left = (giveUpAt - System.nanoTime()) / 1_000_000;
        return (int) Math.max(1, Math.min(duration.toMillis(), left));
    }
}
