package host.spore.spawn.functions.queue;

/** Ends the executions of a run. */
final class Stopping {
    private Stopping() {}

    /** Of all its machines. */
    static void all(Runs runs, Machinery machinery, Plan plan, String error, String cause) {
        of(runs, machinery, plan, "main", error, cause);
        of(runs, machinery, plan, "always", error, cause);
    }

    /**
     * Of one of the two, and its parts. The root first: it would take the end of a part for a failure, and start the next
     * thing.
     */
    static void of(Runs runs, Machinery machinery, Plan plan, String root, String error, String cause) {
        plan.executions().reversed().stream()
                .filter(execution -> execution.root().equals(root))
                .forEach(execution ->
                        runs.stop(machinery.execution(plan.runId(), plan.hash(), execution), error, cause));
    }
}
