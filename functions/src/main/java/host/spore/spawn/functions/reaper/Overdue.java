package host.spore.spawn.functions.reaper;

import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides whether an instance has outlived its deadline. */
final class Overdue {
    /** When neither table nor tag tell the deadline: that of a launch without {@code --ttl}. Unknown is never "none". */
    private static final Duration UNREADABLE = LaunchInstance.DEFAULT_TTL.value();

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
         * @param until when it may live: {@link #UNREADABLE} from its launch
         */
        record Unreadable(Instant until) implements Verdict {}
    }

    /**
     * Due is the later of tag and row, because an extension may be in one and not yet in the other.
     *
     * @param row empty when the table cannot be read: then the tag alone counts
     * @param grace in which the other keepers act
     */
    static Verdict decide(InstanceView view, Optional<InstanceRow> row, Instant now, Duration grace) {
        Optional<Instant> deadline = Stream.of(view.deadline(), row.flatMap(InstanceRow::deadline))
                .flatMap(Optional::stream)
                .max(Instant::compareTo);
        // EC2's launch time moves with every start, the row's does not.
        Instant until = deadline.orElseGet(() -> row.flatMap(known -> known.instant(Column.LAUNCHED_AT))
                .orElse(view.launchedAt())
                .plus(UNREADABLE));
        if (!now.isBefore(until.plus(grace))) {
            return new Verdict.Due(until);
        }
        return deadline.isPresent() ? new Verdict.Alive(until) : new Verdict.Unreadable(until);
    }
}
