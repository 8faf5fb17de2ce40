package host.spore.spawn.queues.compile;

/**
 * One state machine.
 *
 * @param name within its queue: {@code main}, {@code always}, {@code part-1}
 * @param text of the definition, with {@code ${…}} where a deployment fills in ARNs and names
 * @param states in it
 * @param events of an execution in which nothing fails, at most
 * @param worstEvents of one in which every job uses all its tries
 * @param depth of Parallels and Maps inside one another
 */
public record Machine(String name, String text, int states, long events, long worstEvents, int depth) {
    /** The text is ASCII. */
    public int bytes() {
        return text.length();
    }
}
