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
    TERMINATE_COMMAND,
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
