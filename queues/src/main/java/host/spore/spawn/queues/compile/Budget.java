package host.spore.spawn.queues.compile;

import java.time.Duration;

/**
 * What a queue is and what it costs, known before it runs.
 *
 * @param jobs in the file
 * @param edges between them, as written
 * @param redundant edges that follow from others
 * @param depth jobs on the longest way
 * @param widest jobs that have equally long ways before them, at most
 * @param longestPath the largest sum of time-outs along a way
 * @param states of all machines
 * @param bytes of all machines
 * @param events of the largest history, when nothing fails
 * @param worstEvents of the largest history, when every job uses all its tries
 */
public record Budget(
        int jobs,
        int edges,
        int redundant,
        int depth,
        int widest,
        Duration longestPath,
        int states,
        long bytes,
        long events,
        long worstEvents) {}
