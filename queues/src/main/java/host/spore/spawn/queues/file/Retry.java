package host.spore.spawn.queues.file;

import host.spore.spawn.events.SpawnDuration;
import java.util.List;

/**
 * How often a job is tried, and when again.
 *
 * @param maxAttempts all of them, the first included
 * @param backoff of the pauses; they have full jitter, so each is a random part of what it could be
 * @param baseDelay the first pause at most
 * @param maxDelay any pause at most
 * @param retryOnCodes the only exit codes after which it is tried again; empty: all
 * @param dontRetryOnCodes exit codes after which it is not, whatever else is said
 */
public record Retry(
        int maxAttempts,
        Backoff backoff,
        SpawnDuration baseDelay,
        SpawnDuration maxDelay,
        List<Integer> retryOnCodes,
        List<Integer> dontRetryOnCodes) {
    public Retry {
        retryOnCodes = List.copyOf(retryOnCodes);
        dontRetryOnCodes = List.copyOf(dontRetryOnCodes);
    }
}
