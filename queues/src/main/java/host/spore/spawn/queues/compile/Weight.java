package host.spore.spawn.queues.compile;

/**
 * What a piece of a definition costs.
 *
 * @param bytes of text
 * @param states in it
 * @param events in the history when nothing fails and every gate has to look twice, so at most
 * @param worstEvents when every job uses all its tries as well
 * @param depth of Parallels inside one another
 */
record Weight(long bytes, int states, long events, long worstEvents, int depth) {
    static final Weight NONE = new Weight(0, 0, 0, 0, 0);

    /** A state that has no others inside. */
    static Weight state(String text, int events) {
        return new Weight(text.length(), 1, events, events, 0);
    }

    Weight plus(Weight other) {
        return new Weight(
                bytes + other.bytes,
                states + other.states,
                events + other.events,
                worstEvents + other.worstEvents,
                Math.max(depth, other.depth));
    }

    /** As the iterations of a Map: the text is there once. */
    Weight iterated(int count) {
        return new Weight(
                bytes, states, (events + Events.ITERATION) * count, (worstEvents + Events.ITERATION) * count, depth);
    }

    /** As the inside of a state whose whole text this is. */
    Weight around(String text, int ownEvents) {
        return new Weight(text.length(), states + 1, events + ownEvents, worstEvents + ownEvents, depth + 1);
    }

    Weight deeper() {
        return new Weight(bytes, states, events, worstEvents, depth + 1);
    }

    boolean fits(Weight limit) {
        return bytes <= limit.bytes
                && events <= limit.events
                && worstEvents <= limit.worstEvents
                && depth <= limit.depth;
    }
}
