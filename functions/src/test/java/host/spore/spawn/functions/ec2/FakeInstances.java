package host.spore.spawn.functions.ec2;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.functions.lambda.Faults;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@link Instances} in memory. */
public final class FakeInstances implements Instances {
    public final Faults faults = new Faults();
    public final List<InstanceId> terminated = new ArrayList<>();

    private final Map<InstanceId, InstanceView> known = new LinkedHashMap<>();
    private final Set<InstanceId> notFindable = new LinkedHashSet<>();

    /** As it is from now on. */
    public FakeInstances put(InstanceView view) {
        known.put(view.id(), view);
        return this;
    }

    /** EC2 does not find it, yet or any more. */
    public void hide(InstanceId id) {
        notFindable.add(id);
    }

    /** A look past the port, which no fault hinders. */
    public Optional<InstanceView> now(InstanceId id) {
        return Optional.ofNullable(known.get(id));
    }

    @Override
    public synchronized Optional<InstanceView> find(InstanceId id) {
        faults.enter();
        return notFindable.contains(id) ? Optional.empty() : Optional.ofNullable(known.get(id));
    }

    @Override
    public synchronized List<InstanceView> living() {
        faults.enter();
        return known.values().stream()
                .filter(view -> view.isOurs() && !view.state().isEnding())
                .toList();
    }

    @Override
    public synchronized List<InstanceView> living(Name name) {
        return living().stream()
                .filter(view -> view.tag("Name").equals(Optional.of(name.value())))
                .toList();
    }

    @Override
    public synchronized void terminate(InstanceId id) {
        faults.enter();
        terminated.add(id);
        InstanceView view = known.get(id);
        if (view != null && !view.state().isEnding()) {
            put(with(view, InstanceState.SHUTTING_DOWN, view.tags()));
        }
        faults.leave();
    }

    @Override
    public synchronized void tagDeadline(InstanceId id, Instant deadline) {
        faults.enter();
        InstanceView view = known.get(id);
        if (view == null) {
            throw new IllegalArgumentException("InvalidInstanceID.NotFound: " + id);
        }
        put(with(view, view.state(), tags(view, "ttl", Optional.of(deadline.toString()))));
        faults.leave();
    }

    @Override
    public synchronized void tagNameRefused(InstanceId id, Optional<String> why) {
        faults.enter();
        InstanceView view = known.get(id);
        if (view != null) {
            put(with(view, view.state(), tags(view, NAME_REFUSED, why)));
        }
        faults.leave();
    }

    private static Map<String, String> tags(InstanceView view, String key, Optional<String> value) {
        Map<String, String> tags = new LinkedHashMap<>(view.tags());
        tags.remove(key);
        value.ifPresent(text -> tags.put(key, text));
        return tags;
    }

    private static InstanceView with(InstanceView view, InstanceState state, Map<String, String> tags) {
        return new InstanceView(
                view.id(),
                state,
                state.isEnding() ? null : view.address(),
                view.privateAddress(),
                view.launchedAt(),
                view.zone(),
                view.instanceType(),
                view.market(),
                view.hibernation(),
                tags,
                view.endReason());
    }
}
