package host.spore.spawn.functions.launch;

/**
 * Part of a plan, or why there is none.
 *
 * @param <T> the part
 */
sealed interface Checked<T> {
    /** @param value as it goes into the plan */
    record Fine<T>(T value) implements Checked<T> {}

    /** @param reason for people, with what to do */
    record Refused<T>(String reason) implements Checked<T> {}
}
