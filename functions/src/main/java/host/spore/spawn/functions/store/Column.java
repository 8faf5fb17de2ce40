package host.spore.spawn.functions.store;

import java.util.Locale;

/** The attributes of an instance's row that hold one value each; {@code version} and {@code extensions} go apart. */
public enum Column {
    NAME,
    OWNER,
    STATE,
    /** Time of the newest observation that {@link #STATE} comes from. */
    STATE_SEEN_AT,
    /** When its state changed, for all of its life: see {@link Lived}. */
    LIVED,
    /** When it was first seen on its way out. */
    ENDING_SEEN_AT,
    ADDRESS,
    DEADLINE,
    /** Of the command that moved it last. */
    DEADLINE_CORRELATION,
    /** The latest deadline from which it was shortened. */
    SHORTENED_FROM,
    /** Of its lifecycle execution; a number. */
    GENERATION,
    COMMAND_ID,
    CORRELATION_ID,
    /** Of the array that it is a member of. */
    ARRAY_ID,
    /** Its place there. */
    ARRAY_INDEX,
    DNS_NAME,
    INSTANCE_TYPE,
    ZONE,
    MARKET,
    LAUNCHED_AT,
    /** See {@link Breaker#templateOf}. */
    TEMPLATE_HASH,
    /** US dollars of computing; absent when unknown. */
    PRICE_PER_HOUR,
    /** US dollars of all its volumes; absent when unknown. */
    VOLUME_PRICE_PER_HOUR,
    /** Or why the price is unknown. */
    PRICE_SOURCE,
    PRICED_AT,
    /** US dollars at which it ends; absent when its launch set none. */
    COST_LIMIT,
    /** For how long nobody may use it before something follows; absent: idleness is not watched. */
    IDLE_TIMEOUT,
    /** What follows then. */
    ON_IDLE,
    /** When it was said that the limit is near. */
    COST_WARNED_AT,
    AGENT_STARTED_AT,
    AGENT_VERSION,
    AGENT_HEARD_AT,
    /** The last times that it was started again after a crash: {@code id@instant}, separated by blanks. */
    AGENT_RESTARTS,
    /** It starts again and again. */
    AGENT_UNSTEADY_AT,
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
    /** {@code reconcile} where EC2's event of its end was lost. */
    END_SEEN_BY,
    /** {@code yes} until its end has been said: the key of a sparse index, by which the reaper finds it. */
    UNCLOSED,
    CLOSED_AT,
    /** The parked lifecycle execution. */
    LIFECYCLE_TOKEN,
    /** The launch that waits for the agent. */
    READY_TOKEN;

    /** As it stands in the table. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Kept as a number, because the flows count with it. */
    boolean isNumber() {
        return this == GENERATION;
    }
}
