package host.spore.spawn.functions.sweep;

/** Why no row of a run begins any more. */
sealed interface Mark {
    /** For people. */
    String reason();

    /**
     * A command asked for the run's end.
     *
     * @param commandId which one
     * @param reason for people
     */
    record Cancelled(String commandId, String reason) implements Mark {}

    /** A row failed, and the sweep was to stop then. */
    record Stopped(String reason) implements Mark {}
}
