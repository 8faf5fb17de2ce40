package host.spore.spawn.functions.store;

import host.spore.spawn.events.Name;
import java.util.Optional;

/** The table {@code spawn-names}, which the flows write. */
@FunctionalInterface
public interface Names {
    /** Reads consistently. */
    Optional<Claim> read(Name name);
}
