package host.spore.spawn.spored;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One decision in the making. It lives no longer than {@link Decider#decide}, which is pure. */
final class Turn {
    final Settings settings;
    final Readings readings;
    final Instant now;
    final List<Action> actions = new ArrayList<>();
    State state;

    Turn(Settings settings, State state, Readings readings, Instant now) {
        this.settings = settings;
        this.state = state;
        this.readings = readings;
        this.now = now;
    }

    void act(Action action) {
        actions.add(action);
    }

    Memory memory() {
        return state.memory();
    }

    Memory.Boot boot() {
        return state.memory().boot();
    }

    void boot(Memory.Boot changed) {
        state = state.with(memory().boot(changed));
    }

    void work(Memory.Work changed) {
        state = state.with(memory().work(changed));
    }

    Optional<Instant> deadline() {
        return memory().deadline().map(Deadline::at);
    }

    /** A clock that was set back must not hold off what is due. */
    boolean hasPassed(Instant since, Duration wait) {
        return !now.isBefore(since.plus(wait)) || now.isBefore(since);
    }
}
