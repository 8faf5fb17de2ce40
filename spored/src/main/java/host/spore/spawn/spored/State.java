package host.spore.spawn.spored;

import java.time.Instant;
import java.util.Optional;

/**
 * Where the agent stands.
 *
 * @param memory the part that survives the process
 * @param started {@code AgentStarted} has been said by this process
 * @param askedFor the deadline for which a last look was asked
 * @param ending when the end began; from there on nothing leads back
 * @param poweredOffAt the last attempt to power off
 * @param attempts how many there were
 */
record State(
        Memory memory,
        boolean started,
        Optional<Instant> askedFor,
        Optional<Instant> ending,
        Optional<Instant> poweredOffAt,
        int attempts) {
    static State remembering(Memory memory) {
        return new State(memory, false, Optional.empty(), Optional.empty(), Optional.empty(), 0);
    }

    State with(Memory changed) {
        return new State(changed, started, askedFor, ending, poweredOffAt, attempts);
    }

    State saidStarted() {
        return new State(memory, true, askedFor, ending, poweredOffAt, attempts);
    }

    State asked(Instant deadline) {
        return new State(memory, started, Optional.of(deadline), ending, poweredOffAt, attempts);
    }

    State ending(Instant now) {
        return new State(memory, started, askedFor, Optional.of(now), poweredOffAt, attempts);
    }

    State poweredOff(Instant now) {
        return new State(memory, started, askedFor, ending, Optional.of(now), attempts + 1);
    }
}
