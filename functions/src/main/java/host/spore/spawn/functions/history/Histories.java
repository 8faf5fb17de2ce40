package host.spore.spawn.functions.history;

import host.spore.spawn.events.InstanceId;
import java.time.Instant;

/** The table {@code spawn-history}. */
interface Histories {
    /**
     * Adds an entry; the same one twice is one.
     *
     * @param key what it is sorted by within its instance
     */
    void append(InstanceId instance, String key, Change change);

    /** Every entry of the instance goes then, those to come not counted. */
    void expire(InstanceId instance, Instant at);
}
