package host.spore.spawn.spored;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The login of the instance's role, read anew long before it runs out. For many threads. */
final class Role {
    /**
     * New ones are there at least five minutes before the old ones end.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html">
     *     Security credentials in instance metadata</a>
     */
    private static final Duration EARLY = Duration.ofMinutes(5);

    /** A role that is changed is noticed within this. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private static final Duration SHORTEST = Duration.ofSeconds(30);

    private final MetadataService metadata;
    private final SteadyClock clock;
    private @Nullable Credentials current;
    private Instant readAgain = Instant.MIN;

    /** @param metadata nobody else's: it is not for many threads */
    Role(MetadataService metadata, SteadyClock clock) {
        this.metadata = metadata;
        this.clock = clock;
    }

    synchronized Credentials credentials() throws IOException {
        Instant now = clock.instant();
        Credentials known = current;
        if (known != null && now.isBefore(readAgain)) {
            return known;
        }
        try {
            Credentials fresh = Credentials.ofRole(metadata);
            metadata.takeDate().ifPresent(clock::hear);
            current = fresh;
            readAgain = again(fresh, now);
            return fresh;
        } catch (IOException silent) {
            // The old ones are good for a while yet, and the next call asks again.
            if (known == null || known.expiresAt().filter(now::isAfter).isPresent()) {
                throw silent;
            }
            return known;
        }
    }

    private static Instant again(Credentials fresh, Instant now) {
        Instant latest = now.plus(LONGEST);
        Instant early = fresh.expiresAt().map(end -> end.minus(EARLY)).orElse(latest);
        Instant at = early.isBefore(latest) ? early : latest;
        Instant earliest = now.plus(SHORTEST);
        return at.isBefore(earliest) ? earliest : at;
    }

    /** AWS does not take them: the next call reads them anew. */
    synchronized void forget() {
        readAgain = Instant.MIN;
    }
}
