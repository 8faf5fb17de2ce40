package host.spore.spawn.functions.store;

import host.spore.spawn.events.Name;
import java.time.Instant;

/** Claims names in the table {@code spawn-names}, as the launch flow does for one instance. */
public interface NameClaims {
    /**
     * Claims the name for a launch whose instance is not known yet.
     *
     * @return false when it is another launch's; one's own is claimed again, and keeps its instance
     */
    boolean take(Name name, String commandId, Instant at);
}
