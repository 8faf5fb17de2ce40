package host.spore.spawn.functions.store;

import host.spore.spawn.events.Life;
import host.spore.spawn.functions.ec2.InstanceView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** When an instance is due, by what is known: for every keeper that is not on it. */
public final class Due {
    /** When neither table nor tag tell the deadline: that of a launch without {@code --ttl}. Unknown is never "none". */
    private static final Duration UNREADABLE = Life.DEFAULT_TTL.value();

    private Due() {}

    /**
     * The later of tag and row, because an extension may be in one and not yet in the other. Where the row was shortened,
     * a tag that it has left behind counts no more: the row is the authority, and a writer that was slow, or an answer of
     * EC2's that is old, must not undo it.
     *
     * @return empty when neither can be read
     */
    public static Optional<Instant> told(Optional<InstanceRow> row, Optional<InstanceView> view) {
        Optional<Instant> tagged = view.flatMap(InstanceView::deadline)
                .filter(at -> row.filter(known -> known.deadline().isPresent() && known.hasLeft(at))
                        .isEmpty());
        return Stream.of(tagged, row.flatMap(InstanceRow::deadline))
                .flatMap(Optional::stream)
                .max(Instant::compareTo);
    }

    /** Whether the agent, which reads the tag alone, goes by another deadline than what counts. */
    public static boolean isMistold(InstanceRow row, InstanceView view) {
        Optional<Instant> told = told(Optional.of(row), Optional.of(view));
        return told.isPresent() && !told.equals(view.deadline());
    }

    /** As {@link #told}, or a day after its launch; empty when not even that is known. */
    public static Optional<Instant> of(Optional<InstanceRow> row, Optional<InstanceView> view) {
        return told(row, view).or(() -> launchedAt(row, view).map(launched -> launched.plus(UNREADABLE)));
    }

    /** The row's, where it has one: EC2's launch time moves with every start. */
    public static Optional<Instant> launchedAt(Optional<InstanceRow> row, Optional<InstanceView> view) {
        return row.flatMap(known -> known.instant(Column.LAUNCHED_AT)).or(() -> view.map(InstanceView::launchedAt));
    }
}
