package host.spore.spawn.functions.store;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.functions.lambda.Faults;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Names} and {@link NameClaims} in memory. */
public final class FakeNames implements Names, NameClaims {
    public final Faults faults = new Faults();

    private final Map<Name, Claim> claims = new LinkedHashMap<>();

    public void claim(Name name, String commandId, @Nullable InstanceId instance) {
        claims.put(name, new Claim(name, commandId, instance, Optional.empty()));
    }

    public void claim(Name name, String commandId, @Nullable InstanceId instance, Instant at) {
        claims.put(name, new Claim(name, commandId, instance, Optional.of(at)));
    }

    @Override
    public synchronized Optional<Claim> read(Name name) {
        faults.enter();
        return Optional.ofNullable(claims.get(name));
    }

    @Override
    public List<Claim> all() {
        faults.enter();
        return List.copyOf(claims.values());
    }

    @Override
    public synchronized boolean take(Name name, String commandId, Instant at) {
        faults.enter();
        Claim there = claims.get(name);
        if (there != null && !there.commandId().equals(commandId)) {
            return false;
        }
        claims.putIfAbsent(name, new Claim(name, commandId, null, Optional.of(at)));
        faults.leave();
        return true;
    }

    @Override
    public boolean tie(Name name, String commandId, InstanceId instance) {
        faults.enter();
        Claim there = claims.get(name);
        if (there != null && !there.commandId().equals(commandId)) {
            return false;
        }
        claims.put(name, new Claim(name, commandId, instance, there == null ? Optional.empty() : there.claimedAt()));
        faults.leave();
        return true;
    }

    @Override
    public synchronized boolean remove(Claim claim) {
        faults.enter();
        Claim there = claims.get(claim.name());
        boolean same = there != null
                && there.commandId().equals(claim.commandId())
                && java.util.Objects.equals(there.instanceId(), claim.instanceId());
        if (same) {
            claims.remove(claim.name());
        }
        faults.leave();
        return same;
    }
}
