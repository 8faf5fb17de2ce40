package host.spore.spawn.queues.compile;

/**
 * How many entries a state writes into its execution's history, by the types of
 * <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html">HistoryEvent</a>.
 */
final class Events {
    /** Entered, exited. */
    static final int PASS = 2;

    /** Entered, scheduled, started, succeeded, exited. */
    static final int ACTIVITY = 5;

    /** Failed, scheduled, started. */
    static final int ACTIVITY_RETRY = 3;

    /** Entered, scheduled, started, succeeded, exited. */
    static final int CALL = 5;

    /** As a call, and submitted. */
    static final int CALLBACK = 6;

    /** Entered, started, succeeded, exited. */
    static final int PARALLEL = 4;

    /** Entered, started, succeeded, exited. */
    static final int MAP = 4;

    /** Started, succeeded. */
    static final int ITERATION = 2;

    /** Of an execution: started, and its end. */
    static final int EXECUTION = 2;

    private Events() {}
}
