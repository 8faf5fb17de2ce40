package host.spore.spawn.functions.store;

import java.util.Locale;

/** The attributes of an instance's row that hold text; {@code version}, {@code generation}, {@code extensions} do not. */
public enum Column {
    NAME,
    STATE,
    /** Time of the newest observation that {@link #STATE} comes from. */
    STATE_SEEN_AT,
    /** When it was first seen on its way out. */
    ENDING_SEEN_AT,
    ADDRESS,
    DEADLINE,
    COMMAND_ID,
    CORRELATION_ID,
    MARKET,
    LAUNCHED_AT,
    AGENT_STARTED_AT,
    AGENT_VERSION,
    AGENT_HEARD_AT,
    DEADLINE_REACHED_AT,
    /** Expiry has begun: no extension from here on. */
    EXPIRING_AT,
    SPOT_WARNED_AT,
    /** Advice, on which nothing ends. */
    REBALANCE_ADVISED_AT,
    WORKLOAD_EXIT_CODE,
    WORKLOAD_RESULTS,
    FINISHED_AT,
    /** By its own word: {@code success}, or {@code failed, no space left}. */
    FINISHED,
    /** The last one that the agent told of. */
    AGENT_PROBLEM,
    TERMINATE_COMMAND,
    /** That command's; written together with it, so that the first command's is kept. */
    TERMINATE_CAUSE,
    TERMINATE_REASON,
    ENDED_BY_KEEPER,
    END_CAUSE,
    /** The parked lifecycle execution. */
    LIFECYCLE_TOKEN,
    /** The launch that waits for the agent. */
    READY_TOKEN;

    /** As it stands in the table. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
