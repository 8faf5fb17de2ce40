package host.spore.spawn.functions.queue;

import java.time.Instant;
import java.util.Optional;

/** When old machines were last removed. */
interface LastTidied {
    /** Reads consistently; empty: never. */
    Optional<Instant> read();

    void note(Instant at);
}
