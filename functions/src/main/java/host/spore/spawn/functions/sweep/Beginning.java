package host.spore.spawn.functions.sweep;

import java.util.Optional;

/** Whether a row begins. */
final class Beginning {
    private Beginning() {}

    /** What is decided. */
    sealed interface Decision {}

    /** Nothing is to be done: it is over, or is not to begin, or another run has it. */
    record Pass(String why) implements Decision {}

    /**
     * It has begun. Its launch is asked for, which does nothing where it was asked for before: so a row that another run
     * began is watched, and never launched a second time while it may live.
     */
    record GoOn(RowItem row) implements Decision {}

    /**
     * It begins.
     *
     * @param version of the item that it replaces; 0: there is none
     */
    record Begin(long version) implements Decision {}

    /** @param run in which it is asked for */
    static Decision decide(SweepItem sweep, int run, Optional<RowItem> row) {
        if (sweep.run() != run) {
            return new Pass("run " + sweep.run() + " has the sweep");
        }
        if (row.isPresent() && row.get().end().isEmpty()) {
            return new GoOn(row.get());
        }
        if (row.filter(RowItem::isDone).isPresent()) {
            return new Pass("done before");
        }
        if (row.filter(ended -> ended.id().run() == run).isPresent()) {
            return new Pass("over");
        }
        if (sweep.status() != SweepStatus.RUNNING) {
            return new Pass("the run is over");
        }
        return sweep.mark()
                .<Decision>map(mark -> new Pass(mark.reason()))
                .orElseGet(() -> new Begin(row.map(RowItem::version).orElse(0L)));
    }
}
