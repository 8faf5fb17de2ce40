package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.SweepId;
import host.spore.spawn.events.SweepPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is recorded of a sweep. It has one run at a time; the next one begins where this one ended.
 *
 * @param sweepId see {@link SweepId}
 * @param run from 1
 * @param runId the command that began this run
 * @param commandType launched or resumed
 * @param correlationId see the envelope
 * @param rows how many it has
 * @param maxConcurrent how many may live
 * @param perZone the same in each zone; empty: no bound of its own
 * @param delay the least time between two launches
 * @param policy see {@link SweepPolicy}
 * @param status see {@link SweepStatus}
 * @param mark empty: rows begin
 * @param reason why its run ended as it did
 * @param startedAt of this run
 * @param endedAt of this run
 * @param expiresAt when the item may go
 * @param version that was read; 0 when it is not there yet
 */
record SweepItem(
        SweepId sweepId,
        int run,
        String runId,
        String commandType,
        String correlationId,
        int rows,
        int maxConcurrent,
        OptionalInt perZone,
        Duration delay,
        SweepPolicy policy,
        SweepStatus status,
        Optional<Mark> mark,
        Optional<String> reason,
        Instant startedAt,
        Optional<Instant> endedAt,
        Instant expiresAt,
        long version) {
    /** Beyond it, as long as Step Functions keeps an execution's name; the longest row lives a year. */
    private static final Duration KEPT = Duration.ofDays(365 + 90);

    static Instant expiry(Instant startedAt) {
        return startedAt.plus(KEPT);
    }

    boolean isCancelled() {
        return mark.filter(Mark.Cancelled.class::isInstance).isPresent();
    }

    SweepItem marked(Mark why) {
        return with(status, Optional.of(why), reason, endedAt, version);
    }

    SweepItem ended(SweepStatus how, String why, Instant at) {
        return with(how, mark, Optional.of(why), Optional.of(at), version);
    }

    /** A run of its own: nothing that was asked of the one before is asked of it. */
    SweepItem resumed(String command, Instant at) {
        return new SweepItem(
                sweepId,
                run + 1,
                command,
                "ResumeSweep",
                correlationId,
                rows,
                maxConcurrent,
                perZone,
                delay,
                policy,
                SweepStatus.RUNNING,
                Optional.empty(),
                Optional.empty(),
                at,
                Optional.empty(),
                expiry(at),
                version);
    }

    SweepItem at(long newVersion) {
        return with(status, mark, reason, endedAt, newVersion);
    }

    private SweepItem with(
            SweepStatus how, Optional<Mark> because, Optional<String> why, Optional<Instant> at, long newVersion) {
        return new SweepItem(
                sweepId,
                run,
                runId,
                commandType,
                correlationId,
                rows,
                maxConcurrent,
                perZone,
                delay,
                policy,
                how,
                because,
                why,
                startedAt,
                at,
                expiresAt,
                newVersion);
    }
}
