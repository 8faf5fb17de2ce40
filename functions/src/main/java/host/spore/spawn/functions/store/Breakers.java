package host.spore.spawn.functions.store;

/** The table {@code spawn-breakers}: the launch flow counts and forgets, the plan asks. */
public interface Breakers {
    /** Reads consistently; {@link Breaker#CLOSED} when nothing is known. */
    Breaker read(String template);

    /** Counts a failure; the same one twice counts once. */
    void count(String template, Breaker.Kind kind, Breaker.Failure failure);
}
