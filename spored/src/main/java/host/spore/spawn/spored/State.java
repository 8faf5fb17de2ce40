package host.spore.spawn.spored;

import java.time.Instant;
import java.util.Optional;

/**
 * Where the agent stands.
 *
 * @param memory the part that survives the process
 * @param started {@code AgentStarted} has been said by this process
 * @param asked the last look that was asked for
 * @param ending when the end began; from there on nothing leads back
 * @param poweredOffAt the last attempt to power off
 * @param attempts how many there were
 * @param storedFor the stamp of the exit whose results this process has begun to store
 */
record State(
        Memory memory,
        boolean started,
        Optional<Asked> asked,
        Optional<Instant> ending,
        Optional<Instant> poweredOffAt,
        int attempts,
        Optional<String> storedFor,
        Idle idle) {
    /**
     * A last look before the end.
     *
     * @param deadline that it is for
     * @param at when it was asked for
     */
    record Asked(Instant deadline, Instant at) {}

    /**
     * How long nothing has happened.
     *
     * @param sampledAt the last sample that was looked at
     * @param since the beginning of the idleness; empty while active
     * @param warnedAt when sessions were told what will follow
     * @param saidAt when {@code InstanceIdle} was last said
     * @param attempt how often
     * @param committed the pre-stop hook has run for it: there is no way back
     */
    record Idle(
            Instant sampledAt,
            Optional<Instant> since,
            Optional<Instant> warnedAt,
            Optional<Instant> saidAt,
            int attempt,
            boolean committed) {
        static final Idle ACTIVE =
                new Idle(Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty(), 0, false);

        Idle active(Instant sample) {
            return new Idle(sample, Optional.empty(), Optional.empty(), Optional.empty(), 0, false);
        }

        Idle quiet(Instant from, Instant sample) {
            return new Idle(sample, since.or(() -> Optional.of(from)), warnedAt, saidAt, attempt, committed);
        }

        Idle warned(Instant now) {
            return new Idle(sampledAt, since, Optional.of(now), saidAt, attempt, committed);
        }

        Idle commit() {
            return new Idle(sampledAt, since, warnedAt, saidAt, attempt, true);
        }

        Idle said(Instant now) {
            return new Idle(sampledAt, since, warnedAt, Optional.of(now), attempt + 1, committed);
        }
    }

    static State remembering(Memory memory) {
        return new State(
                memory, false, Optional.empty(), Optional.empty(), Optional.empty(), 0, Optional.empty(), Idle.ACTIVE);
    }

    State with(Memory changed) {
        return new State(changed, started, asked, ending, poweredOffAt, attempts, storedFor, idle);
    }

    State saidStarted() {
        return new State(memory, true, asked, ending, poweredOffAt, attempts, storedFor, idle);
    }

    State asked(Asked look) {
        return new State(memory, started, Optional.of(look), ending, poweredOffAt, attempts, storedFor, idle);
    }

    State ending(Instant now) {
        return new State(memory, started, asked, Optional.of(now), poweredOffAt, attempts, storedFor, idle);
    }

    State poweredOff(Instant now) {
        return new State(memory, started, asked, ending, Optional.of(now), attempts + 1, storedFor, idle);
    }

    State storing(String stamp) {
        return new State(memory, started, asked, ending, poweredOffAt, attempts, Optional.of(stamp), idle);
    }

    State with(Idle changed) {
        return new State(memory, started, asked, ending, poweredOffAt, attempts, storedFor, changed);
    }
}
