package host.spore.spawn.local;

import host.spore.spawn.local.ec2.CloudException;
import host.spore.spawn.local.ec2.Ec2Instance;
import host.spore.spawn.local.ec2.InstanceState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All instances of this host: looks at EC2 and hands each one what is new about it. */
final class Fleet {
    /** A full look every so often finds what came and went between two looks at the living. */
    private static final int FULL_LOOK_EVERY = 20;

    private final HostContext context;
    // Guarded by this.
    private final Map<String, SimulatedInstance> instances = new LinkedHashMap<>();
    private final Set<String> over = new HashSet<>();
    private boolean closed;
    /** Only the looking thread counts. */
    private int looks;

    Fleet(HostContext context) {
        this.context = context;
    }

    /**
     * One look at EC2.
     *
     * @throws CloudException when EC2 does not answer; the next look is as good
     */
    void look() throws IOException {
        boolean full = looks % FULL_LOOK_EVERY == 0;
        if (!take(full) && !full) {
            // Somebody is not among the living any more: what became of him only a full look tells.
            take(true);
        }
        looks++;
    }

    /** False when an instance that lived is not in the answer. */
    private boolean take(boolean full) throws IOException {
        long asOf = System.nanoTime();
        List<Ec2Instance> found = context.cloud().instances(full);
        synchronized (this) {
            if (closed) {
                return true;
            }
            Set<String> present = new HashSet<>();
            for (Ec2Instance instance : found) {
                present.add(instance.id());
                meet(instance, asOf);
            }
            boolean complete = true;
            for (SimulatedInstance known : List.copyOf(instances.values())) {
                if (known.isOver()) {
                    instances.remove(known.id());
                    over.add(known.id());
                } else if (!present.contains(known.id()) && !known.isEnding()) {
                    complete = false;
                    if (full) {
                        known.vanished();
                    }
                }
            }
            return complete;
        }
    }

    private void meet(Ec2Instance instance, long asOf) throws IOException {
        SimulatedInstance known = instances.get(instance.id());
        if (known != null) {
            known.observe(instance, asOf);
            return;
        }
        if (over.contains(instance.id())) {
            return;
        }
        InstanceRecord record = InstanceRecord.read(context.machines().folder().resolve(instance.id()));
        boolean ended = instance.state() == InstanceState.TERMINATED;
        boolean neverHeardOf = record.equals(InstanceRecord.NEW);
        if (ended
                && (record.announced().equals(Optional.of(InstanceState.TERMINATED)) || (neverHeardOf && looks == 0))) {
            // The first look finds the ended of another life of the emulator: nobody waits for their events.
            over.add(instance.id());
            return;
        }
        SimulatedInstance met = new SimulatedInstance(instance, record, context);
        instances.put(instance.id(), met);
        if (!neverHeardOf) {
            context.log().say(instance.label(), "picked up again");
        }
        met.start();
    }

    synchronized Collection<SimulatedInstance> all() {
        return List.copyOf(instances.values());
    }

    /** By id, or by the tag {@code Name} among those that live. */
    Optional<SimulatedInstance> find(String nameOrId) {
        return all().stream()
                .filter(instance ->
                        instance.id().equals(nameOrId) || instance.seen().name().equals(nameOrId))
                .filter(instance -> !instance.isOver())
                .findFirst();
    }

    void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
        }
        List<Thread> closing = new ArrayList<>();
        for (SimulatedInstance instance : all()) {
            closing.add(Thread.ofVirtual().start(() -> {
                try {
                    instance.close();
                } catch (InterruptedException interrupted) {
                    // Nobody interrupts this thread.
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (Thread each : closing) {
            each.join();
        }
    }
}
