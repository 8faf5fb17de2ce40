package host.spore.spawn.functions.store;

import java.time.Instant;
import java.util.List;

/** What was said of late, by its type: a look at the table {@code spawn-outcomes} for people. */
public interface OutcomesByType {
    /** Those of an event's type since a moment, at most so many, the newest first. The index lags behind by a moment. */
    List<StoredOutcome> since(String type, Instant from, int most);
}
