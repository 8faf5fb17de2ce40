package host.spore.spawn.functions.reaper;

import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.store.Due;
import host.spore.spawn.functions.store.InstanceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides whether an instance has outlived its deadline. */
final class Overdue {
    private Overdue() {}

    /** What is so. */
    sealed interface Verdict {
        /** @param until when it may live */
        record Alive(Instant until) implements Verdict {}

        /** @param deadline that has passed, grace included */
        record Due(Instant deadline) implements Verdict {}

        /**
         * Neither tag nor row tell.
         *
         * @param until when it may live: a day from its launch
         */
        record Unreadable(Instant until) implements Verdict {}
    }

    /**
     * @param row empty when the table cannot be read: then the tag alone counts
     * @param grace in which the other keepers act
     */
    static Verdict decide(InstanceView view, Optional<InstanceRow> row, Instant now, Duration grace) {
        Optional<Instant> told = Due.told(row, Optional.of(view));
        Instant until = Due.of(row, Optional.of(view)).orElse(now);
        if (!now.isBefore(until.plus(grace))) {
            return new Verdict.Due(until);
        }
        return told.isPresent() ? new Verdict.Alive(until) : new Verdict.Unreadable(until);
    }
}
