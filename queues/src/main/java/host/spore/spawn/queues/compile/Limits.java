package host.spore.spawn.queues.compile;

/**
 * What one machine may cost before a module of it becomes a machine of its own. A record, so that a test can make small
 * queues large.
 *
 * @param bytes of a definition
 * @param events predicted
 * @param worstEvents with all tries used
 * @param depth of Parallels inside one another
 * @param machines of one queue
 * @param elements jobs and elements of arrays in one queue
 */
public record Limits(long bytes, long events, long worstEvents, int depth, int machines, int elements) {
    /**
     * Step Functions: 1 MB of definition, 25,000 events of history,
     * <a href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html">quotas</a>. A fifth of the events
     * is kept for failures, lost workers and what we count wrong. Eight levels keep the text within the 64 levels of
     * JSON that our own reader takes. Machines are made at one a second. Every element is an item of the table and a line
     * of the summary, written within one call each.
     */
    public static final Limits USUAL = new Limits(1_000_000, 20_000, 24_000, 8, 100, 20_000);

    /** What a machine needs around its chain. */
    private static final int FRAME_BYTES = 1_500;

    private static final int FRAME_EVENTS = 10;

    boolean allow(Machine machine) {
        return machine.bytes() <= bytes
                && machine.events() <= events
                && machine.worstEvents() <= worstEvents
                && machine.depth() <= depth;
    }

    Weight ofAChain() {
        return new Weight(bytes - FRAME_BYTES, 0, events - FRAME_EVENTS, worstEvents - FRAME_EVENTS, depth);
    }
}
