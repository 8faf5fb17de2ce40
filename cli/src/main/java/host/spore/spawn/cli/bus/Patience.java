package host.spore.spawn.cli.bus;

import java.time.Duration;

/**
 * How long one publication may take.
 *
 * @param total for credentials, all attempts and the waits between them
 * @param connect for one connection
 * @param read for one answer
 * @param pause before the second attempt, at most; it doubles from there
 */
public record Patience(Duration total, Duration connect, Duration read, Duration pause) {
    /** Whoever types a command hears within ten seconds how it went, the JVM's start on a busy machine included. */
    public static final Patience USUAL =
            new Patience(Duration.ofSeconds(8), Duration.ofSeconds(3), Duration.ofSeconds(4), Duration.ofMillis(200));
}
