package host.spore.spawn.queues.compile;

/** What a machine does about a failed job. */
enum Policy {
    /** Its branch fails, and with it everything. */
    STOP,
    /** What depends on it is skipped. */
    CONTINUE,
    /** It is noted, and what comes after it runs all the same: jobs that run always. */
    PROCEED
}
