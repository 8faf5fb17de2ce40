package host.spore.spawn.functions.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code spawn-outcomes}: what is there first stays. */
public interface Outcomes {
    /**
     * Writes the outcome unless its key has one.
     *
     * @return what stands under the key now: this one, or the one that was there before
     */
    StoredOutcome writeOnce(StoredOutcome outcome);

    /** The bus has taken it; saying so twice changes nothing. */
    void markPublished(String key, Instant at);

    Optional<StoredOutcome> read(String key);

    /** What was written and not published, oldest first; every page. The index lags behind by a moment. */
    List<StoredOutcome> unpublished();
}
