package host.spore.spawn.functions.dns;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.Instances;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@link Instances} that can be looked at and tagged: whoever keeps names has no business to do more. */
record StaleInstances(Function<InstanceId, Optional<InstanceView>> look) implements Instances {
    @Override
    public Optional<InstanceView> find(InstanceId id) {
        return look.apply(id);
    }

    @Override
    public List<InstanceView> living() {
        throw new UnsupportedOperationException("names are looked up one by one");
    }

    @Override
    public List<InstanceView> living(Name name) {
        throw new UnsupportedOperationException("names are looked up one by one");
    }

    @Override
    public void terminate(InstanceId id) {
        throw new UnsupportedOperationException("a name ends nobody");
    }

    @Override
    public void tagDeadline(InstanceId id, Instant deadline) {
        throw new UnsupportedOperationException("a name moves no deadline");
    }

    /** Nobody in this world reads it. */
    @Override
    public void tagNameRefused(InstanceId id, Optional<String> why) {}
}
