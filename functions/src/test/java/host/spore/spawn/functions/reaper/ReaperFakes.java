package host.spore.spawn.functions.reaper;

import host.spore.spawn.functions.bus.FakeBus;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.ec2.FakeSshDoors;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.store.FakeInstanceRows;
import host.spore.spawn.functions.store.FakeNames;
import host.spore.spawn.functions.store.FakeOutcomes;
import host.spore.spawn.functions.wake.FakeCallbacks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All that a sweep looks at, in memory. */
final class ReaperFakes {
    static final Duration GRACE = Duration.ofSeconds(60);

    final FakeInstances instances = new FakeInstances();
    final FakeSshDoors doors = new FakeSshDoors();
    final FakeInstanceRows rows = new FakeInstanceRows();
    final FakeNames names = new FakeNames();
    final FakeOutcomes outcomes = new FakeOutcomes();
    final FakeBus bus = new FakeBus();
    final FakeCallbacks callbacks = new FakeCallbacks();
    final FakeExecutions executions = new FakeExecutions();
    final FakeDeadLetters deadLetters = new FakeDeadLetters();
    final FakeClock clock = new FakeClock();
    final FakeLastListed lastListed = new FakeLastListed();

    /** Of a stack without a domain. */
    ReaperHandler handler() {
        return handler(Optional.empty());
    }

    ReaperHandler withNames() {
        return handler(Optional.of(lastListed));
    }

    private ReaperHandler handler(Optional<LastListed> last) {
        return new ReaperHandler(new Sweep.Parts(
                instances,
                doors,
                rows,
                names,
                outcomes,
                bus,
                callbacks,
                executions,
                deadLetters,
                clock,
                List.of("arn:launch"),
                GRACE,
                last));
    }
}
