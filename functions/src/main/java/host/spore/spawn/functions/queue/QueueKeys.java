package host.spore.spawn.functions.queue;

import java.util.OptionalInt;

/**
 * The table {@code spawn-queues}: its keys, and the names of its attributes. The compiled machines write to gates by the
 * same names (module queues, {@code States}).
 */
final class QueueKeys {
    /** Partition: a run's id, {@link #TIDY}, or what {@link #claimOf} and {@link #launchOf} say. */
    static final String RUN_ID = "run_id";

    /** Sort key. */
    static final String ITEM = "item";

    /** The table's time to live, in seconds since 1970. */
    static final String EXPIRES_AT = "expires_at";

    /** The item of a queue, in the partition {@link #claimOf}. */
    static final String CLAIM = "claim";

    /** The item of a run. */
    static final String QUEUE = "queue";

    /** The item of a worker's launch, in the partition {@link #launchOf}. */
    static final String RUN = "run";

    /** The item, and the partition, that says when old machines were last removed; no id has such a sign. */
    static final String TIDY = "tidy#";

    static final String JOBS = "job#";
    static final String GATES = "gate#";
    static final String WORKERS = "worker#";

    // of a claim
    static final String HOLDER = "holder";
    static final String LAST_RUN = "last_run";
    static final String SINCE = "since";

    // of a run
    static final String QUEUE_ID = "queue_id";
    static final String COMMAND_ID = "command_id";
    static final String COMMAND_TYPE = "command_type";
    static final String CORRELATION_ID = "correlation_id";
    static final String OWNER = "owner";
    static final String HASH = "hash";
    static final String JOB_COUNT = "jobs";
    static final String VERSION = "version";
    static final String CANCELLED = "cancelled";
    static final String CANCELLED_BY = "cancelled_by";
    static final String CANCELLED_MACHINE = "cancelled_machine";
    static final String NO_WORKERS = "no_workers";
    static final String OUTLIVED = "outlived";

    // of a run, a job, a worker
    static final String STATUS = "status";
    static final String REASON = "reason";
    static final String STARTED_AT = "started_at";
    static final String ENDED_AT = "ended_at";

    // of a job
    static final String WAITING_FOR = "waiting_for";
    static final String RANK = "rank";
    static final String ATTEMPT = "attempt";
    static final String WORKER = "worker";
    static final String EXIT_CODE = "exit_code";
    static final String SECONDS = "seconds";
    static final String RESULTS = "results";
    static final String ELEMENTS_DONE = "elements_done";

    // of a gate
    static final String WAITING = "waiting";
    static final String TASK_TOKEN = "task_token";
    static final String SKIPPED = "skipped";

    // of a worker and its launch
    static final String INSTANCE_ID = "instance_id";
    static final String SLOT = "slot";
    static final String NUMBER = "n";

    private QueueKeys() {}

    /** The partition of a queue, of which there is one run at a time. */
    static String claimOf(String queueId) {
        return "queue#" + queueId;
    }

    /** The partition of a worker's launch, by the worker's name: all events of its life have that, and only some its command. */
    static String launchOf(String name) {
        return "launch#" + name;
    }

    static String job(String id) {
        return JOBS + id;
    }

    /** @param index empty: the job itself, or an array as a whole */
    static String job(String id, OptionalInt index) {
        return index.isPresent() ? JOBS + id + "#" + index.getAsInt() : JOBS + id;
    }

    static String gate(String label) {
        return GATES + label;
    }

    static String worker(int slot, int number) {
        return WORKERS + slot + "#" + number;
    }
}
