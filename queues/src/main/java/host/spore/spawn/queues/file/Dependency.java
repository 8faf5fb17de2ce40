package host.spore.spawn.queues.file;

/**
 * An edge: what a job waits for.
 *
 * @param job the id of the predecessor
 * @param elementwise between two arrays of one size: element i waits for element i alone ({@code N_TO_N})
 */
public record Dependency(String job, boolean elementwise) {}
