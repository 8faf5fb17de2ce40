package host.spore.spawn.local;

import host.spore.spawn.local.InstanceLifecycle.Power;
import host.spore.spawn.local.InstanceLifecycle.Step;
import host.spore.spawn.local.ec2.Announcement;
import host.spore.spawn.local.ec2.Cloud;
import host.spore.spawn.local.ec2.CloudException;
import host.spore.spawn.local.ec2.Ec2Instance;
import host.spore.spawn.local.ec2.InstanceState;
import host.spore.spawn.local.machine.Machine;
import host.spore.spawn.local.metadata.MetadataServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One instance: a thread that brings the simulated machine to where EC2 says it is, one step after the other. What is
 * seen at EC2, and what the machine asks for, only wakes it; so nothing overtakes anything.
 */
final class SimulatedInstance {
    private final HostContext context;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // All guarded by lock.
    private Ec2Instance seen;
    private InstanceState observed;
    private Optional<InstanceState> announced;
    private Optional<Instant> interruption;
    private Optional<Instant> noticed = Optional.empty();
    private boolean missedStop;
    private long endedAt = System.nanoTime();
    private Power power = Power.OFF;
    private Optional<Machine.Halt> halt = Optional.empty();
    private boolean closing;
    private @Nullable Machine machine;
    private @Nullable MetadataServer metadata;
    private byte[] userData = {};

    SimulatedInstance(Ec2Instance first, InstanceRecord known, HostContext context) {
        this.context = context;
        this.seen = first;
        this.observed = first.state();
        this.announced = known.announced();
        this.interruption = known.interruption();
        this.noticed = known.interruption().map(time -> context.clock().instant());
        this.thread = Thread.ofVirtual().name(first.id()).unstarted(this::live);
    }

    void start() {
        thread.start();
    }

    String id() {
        return seen().id();
    }

    Ec2Instance seen() {
        lock.lock();
        try {
            return seen;
        } finally {
            lock.unlock();
        }
    }

    /** What was announced last, for people: it is what listeners know. */
    Optional<InstanceState> announced() {
        lock.lock();
        try {
            return announced;
        } finally {
            lock.unlock();
        }
    }

    Optional<String> metadataEndpoint() {
        lock.lock();
        try {
            return Optional.ofNullable(metadata).map(MetadataServer::endpoint);
        } finally {
            lock.unlock();
        }
    }

    OptionalLong agentPid() {
        @Nullable Machine current = machine();
        return current == null ? OptionalLong.empty() : current.pid(context.agentUnit());
    }

    /**
     * What EC2 said.
     *
     * @param asOf when it was asked, by {@link System#nanoTime}
     */
    void observe(Ec2Instance now, long asOf) {
        lock.lock();
        try {
            if (asOf - endedAt < 0) {
                // Asked before we ended it ourselves: that answer is out of date and would revive it.
                return;
            }
            boolean bothRunning = observed == InstanceState.RUNNING && now.state() == InstanceState.RUNNING;
            if (bothRunning
                    && announced.equals(Optional.of(InstanceState.RUNNING))
                    && !now.publicAddress().equals(seen.publicAddress())) {
                // Only a stop and a start between two looks give a running instance another address.
                missedStop = true;
            }
            seen = now;
            observed = now.state();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** EC2 does not know it any more. */
    void vanished() {
        lock.lock();
        try {
            observed = InstanceState.TERMINATED;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** SIGKILL of the agent; false when none runs. */
    boolean crash(boolean forGood) {
        @Nullable Machine current = machine();
        return current != null && current.crash(context.agentUnit(), forGood);
    }

    /** Gives the notice: in metadata, as event, and at the time the instance goes. */
    void interrupt(Instant at) throws IOException {
        Ec2Instance instance;
        lock.lock();
        try {
            interruption = Optional.of(at);
            noticed = Optional.of(context.clock().instant());
            instance = seen;
            record();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        context.log().say(instance.label(), "spot interruption: EC2 takes it at " + at);
        context.bus().publish(Announcement.rebalance(instance));
        context.bus().publish(Announcement.spotWarning(instance));
    }

    /** EC2 has said that it is terminated, and the machine is being brought there. */
    boolean isEnding() {
        lock.lock();
        try {
            return observed == InstanceState.TERMINATED;
        } finally {
            lock.unlock();
        }
    }

    boolean isOver() {
        return announced().equals(Optional.of(InstanceState.TERMINATED));
    }

    /** The host goes: everything in the machine ends, nothing is announced, EC2 keeps the instance. */
    void close() throws InterruptedException {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.join();
    }

    private void live() {
        Duration backOff = Duration.ZERO;
        try {
            while (true) {
                Optional<Step> step = nextStep(backOff);
                if (step.isEmpty()) {
                    break;
                }
                try {
                    perform(step.get());
                    backOff = Duration.ZERO;
                } catch (CloudException | IOException failed) {
                    // Nothing of a step counts until it is through, so it is simply done again, ever more slowly.
                    backOff = backOff.isZero() ? Duration.ofMillis(200) : backOff.multipliedBy(2);
                    backOff = backOff.compareTo(context.maxBackOff()) > 0 ? context.maxBackOff() : backOff;
                    context.log()
                            .say(
                                    seen().label(),
                                    step.get() + " failed, again in " + backOff.toMillis() + " ms: "
                                            + failed.getMessage());
                }
            }
            off();
        } catch (InterruptedException interrupted) {
            // Nobody interrupts; were it so, the process is ending and process 1 of the machine ends with it.
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for something to do; empty when it is over or the host goes. */
    private Optional<Step> nextStep(Duration backOff) throws InterruptedException {
        lock.lock();
        try {
            long pause = backOff.toNanos();
            while (pause > 0 && !closing) {
                pause = changed.awaitNanos(pause);
            }
            while (!closing && !announced.equals(Optional.of(InstanceState.TERMINATED))) {
                applyHalt();
                InstanceState target = missedStop ? InstanceState.STOPPED : observed;
                boolean taken = interruption.isPresent()
                        && !context.clock().instant().isBefore(interruption.get())
                        && observed != InstanceState.TERMINATED;
                if (taken) {
                    return Optional.of(new Step.FollowPowerOff());
                }
                Optional<Step> step = InstanceLifecycle.next(announced.orElse(null), power, target);
                if (step.isPresent()) {
                    return step;
                }
                if (interruption.isPresent() && observed != InstanceState.TERMINATED) {
                    long left = Duration.between(context.clock().instant(), interruption.get())
                            .toNanos();
                    if (left > 0) {
                        left = changed.awaitNanos(left);
                    }
                } else {
                    changed.await();
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void applyHalt() {
        if (halt.isPresent() && power == Power.BOOTED) {
            power = Power.HALTED;
        }
    }

    private void perform(Step step) throws IOException, InterruptedException {
        switch (step) {
            case Step.Announce(InstanceState state) -> announce(state);
            case Step.PowerOn() -> on();
            case Step.Boot() -> boot();
            case Step.PowerOff() -> off();
            case Step.FollowPowerOff() -> followPowerOff();
        }
    }

    private void announce(InstanceState state) throws IOException {
        Ec2Instance instance = seen();
        context.bus().publish(Announcement.stateChange(instance, state));
        context.log()
                .say(
                        instance.label(),
                        state.text()
                                + (state == InstanceState.RUNNING
                                        ? " at " + instance.publicAddress().orElse("no public address")
                                        : ""));
        lock.lock();
        try {
            announced = Optional.of(state);
            if (state == InstanceState.STOPPED) {
                missedStop = false;
            }
            record();
        } finally {
            lock.unlock();
        }
    }

    private void on() throws IOException, InterruptedException {
        Ec2Instance instance = seen();
        // A firmware's and a kernel's time: short, but long enough for "pending" to be a state that others can meet.
        if (waitForChange(context.bootTime())) {
            return;
        }
        byte[] data = context.cloud().userData(instance.id()).orElse(new byte[0]);
        MetadataServer server = new MetadataServer(this::facts, context.clock());
        Machine started;
        try {
            started = Machine.powerOn(
                    context.machines(),
                    instance.id(),
                    server.endpoint(),
                    line -> context.log().say(seen().label(), line),
                    this::halted);
        } catch (IOException failed) {
            server.close();
            throw failed;
        }
        lock.lock();
        try {
            userData = data;
            metadata = server;
            machine = started;
            power = Power.ON;
            halt = Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void boot() throws IOException {
        @Nullable Machine current = machine();
        byte[] data;
        lock.lock();
        try {
            data = userData;
            power = Power.BOOTED;
        } finally {
            lock.unlock();
        }
        if (current != null) {
            current.boot(data);
        }
    }

    private void off() throws InterruptedException {
        @Nullable Machine current;
        @Nullable MetadataServer server;
        lock.lock();
        try {
            current = machine;
            server = metadata;
        } finally {
            lock.unlock();
        }
        if (current != null) {
            current.powerOff(context.shutdownGrace());
        }
        if (server != null) {
            server.close();
        }
        lock.lock();
        try {
            machine = null;
            metadata = null;
            power = Power.OFF;
            halt = Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void followPowerOff() throws InterruptedException {
        Ec2Instance instance = seen();
        Optional<Machine.Halt> how;
        boolean taken;
        lock.lock();
        try {
            how = halt;
            taken = interruption.isPresent() && !context.clock().instant().isBefore(interruption.get());
        } finally {
            lock.unlock();
        }
        if (taken) {
            context.cloud().end(instance.id(), Cloud.ShutdownBehavior.TERMINATE);
            ended(InstanceState.TERMINATED);
            return;
        }
        if (how.equals(Optional.of(Machine.Halt.REBOOT))) {
            off();
            return;
        }
        // EC2 learns of it when the machine is off, and not before.
        Cloud.ShutdownBehavior behavior = context.cloud().shutdownBehavior(instance.id());
        haltMachine();
        context.cloud().end(instance.id(), behavior);
        ended(behavior == Cloud.ShutdownBehavior.TERMINATE ? InstanceState.TERMINATED : InstanceState.STOPPED);
    }

    /** Ends the processes, and leaves "halted" standing: a repeated step must not take it for a machine to switch on. */
    private void haltMachine() throws InterruptedException {
        @Nullable Machine current = machine();
        if (current != null) {
            current.powerOff(context.shutdownGrace());
        }
        lock.lock();
        try {
            machine = null;
        } finally {
            lock.unlock();
        }
    }

    /** EC2 has accepted the end; the next look would say the same, this only saves the wait for it. */
    private void ended(InstanceState state) {
        lock.lock();
        try {
            observed = state;
            endedAt = System.nanoTime();
            halt = Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void halted(Machine.Halt how) {
        lock.lock();
        try {
            halt = Optional.of(how);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** True when the host goes in the meantime. */
    private boolean waitForChange(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (left > 0 && !closing) {
                left = changed.awaitNanos(left);
            }
            return closing;
        } finally {
            lock.unlock();
        }
    }

    private MetadataServer.Facts facts() {
        lock.lock();
        try {
            return new MetadataServer.Facts(
                    seen,
                    userData.length == 0 ? Optional.empty() : Optional.of(userData.clone()),
                    interruption,
                    noticed);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Machine machine() {
        lock.lock();
        try {
            return machine;
        } finally {
            lock.unlock();
        }
    }

    private void record() throws IOException {
        new InstanceRecord(announced, interruption)
                .write(context.machines().folder().resolve(seen.id()));
    }
}
