package host.spore.spawn.functions.store;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.ec2.Instances;
import java.time.Instant;

/** The tag from which an agent learns its deadline; the row is the authority. */
public final class DeadlineTag {
    private static final int TRIES = 10;

    private DeadlineTag() {}

    /**
     * Writes what the row says, until it says it still: of two writers at once, the slower must not undo the other.
     *
     * @return the row, whose deadline the tag has now
     */
    public static InstanceRow write(InstanceRows rows, Instances instances, InstanceId id) {
        RuntimeException failure = null;
        boolean isWritten = false;
        for (int i = 0; i < TRIES; i++) {
            try {
                Instant deadline = deadline(rows.read(id));
                isWritten = true;
                instances.tagDeadline(id, deadline);
                InstanceRow after = rows.read(id);
                if (deadline(after).equals(deadline)) {
                    return after;
                }
            } catch (RuntimeException unknown) {
                if (!isWritten) {
                    throw unknown;
                }
                // What was written may be older than an extension that came meanwhile, and the agent goes by it: not
                // left before it has been looked at.
                failure = unknown;
            }
        }
        if (failure != null) {
            throw failure;
        }
        throw new IllegalStateException("the deadline of " + id + " moved " + TRIES + " times meanwhile");
    }

    private static Instant deadline(InstanceRow row) {
        return row.deadline().orElseThrow(() -> new IllegalStateException("the row of " + row.id() + " is gone"));
    }
}
