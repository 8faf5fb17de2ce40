package host.spore.spawn.functions.store;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.functions.lambda.Faults;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Names} in memory. */
public final class FakeNames implements Names {
    public final Faults faults = new Faults();

    private final Map<Name, Claim> claims = new HashMap<>();

    public void claim(Name name, String commandId, @Nullable InstanceId instance) {
        claims.put(name, new Claim(commandId, instance));
    }

    @Override
    public Optional<Claim> read(Name name) {
        faults.enter();
        return Optional.ofNullable(claims.get(name));
    }
}
