package host.spore.spawn.functions.store;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import java.util.List;
import java.util.Optional;

/** The table {@code spawn-names}: the launch flow claims, the lifecycle gives back, the reaper mends. */
public interface Names {
    /** Reads consistently. */
    Optional<Claim> read(Name name);

    /** Every name in use; every page. */
    List<Claim> all();

    /**
     * Ties the name to the instance, if the name is free or this very launch's.
     *
     * @return false when it is another's
     */
    boolean tie(Name name, String commandId, InstanceId instance);

    /** @return false when it is no longer this claim that stands there: then nothing is removed */
    boolean remove(Claim claim);
}
