package host.spore.spawn.functions.queue;

import java.time.Instant;

/** How its elements leave an array as a whole. */
sealed interface ArrayNote {
    Instant at();

    /**
     * Some of it runs, or is done.
     *
     * @param at when that was
     */
    record Begun(Instant at) implements ArrayNote {}

    /**
     * Some of it is done.
     *
     * @param at when the last of them was
     * @param done how many
     * @param of how many there are
     */
    record Partly(Instant at, int done, int of) implements ArrayNote {}

    /** @param at when its last element was done */
    record Done(Instant at) implements ArrayNote {}
}
