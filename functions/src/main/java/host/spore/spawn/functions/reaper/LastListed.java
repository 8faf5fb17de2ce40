package host.spore.spawn.functions.reaper;

import java.time.Instant;
import java.util.Optional;

/** What a sweep has last said of the names: nobody needs to hear the same again and again. */
interface LastListed {
    /** Reads consistently; empty: nothing yet. */
    Optional<Listing> read();

    void note(Listing listing);

    /**
     * @param digest of the names and what each should show
     * @param at when it was said
     */
    record Listing(String digest, Instant at) {}
}
