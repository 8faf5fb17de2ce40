package host.spore.spawn.functions.reaper;

import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.store.InstanceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides whether an instance has outlived its deadline. */
final class Overdue {
    private Overdue() {}

    /** What is so. */
    sealed interface Verdict {
        /** @param until when it may live */
        record Alive(Instant until) implements Verdict {}

        /** @param deadline that has passed, grace included */
        record Due(Instant deadline) implements Verdict {}

        /** Neither tag nor row tell. Unknown is never "due", and never "none". */
        record Unreadable() implements Verdict {}
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
        if (deadline.isEmpty()) {
            return new Verdict.Unreadable();
        }
        return now.isBefore(deadline.get().plus(grace))
                ? new Verdict.Alive(deadline.get())
                : new Verdict.Due(deadline.get());
    }
}
