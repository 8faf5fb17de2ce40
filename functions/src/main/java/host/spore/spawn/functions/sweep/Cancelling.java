package host.spore.spawn.functions.sweep;

import java.util.List;
import java.util.Optional;

/** What a cancel finds, and does. */
final class Cancelling {
    private Cancelling() {}

    /** What is decided. */
    sealed interface Decision {}

    record Refuse(String reason) implements Decision {}

    /** The run has ended since this very command marked it: it is answered as it was then. */
    record Answer(String reason) implements Decision {}

    /** It is marked, by this command or another one: what may live is ended again. */
    record End(String reason) implements Decision {}

    record MarkIt(Mark.Cancelled mark) implements Decision {}

    static Decision decide(String commandId, SweepItem sweep, List<RowItem> begun) {
        Optional<Mark.Cancelled> marked =
                sweep.mark().filter(Mark.Cancelled.class::isInstance).map(Mark.Cancelled.class::cast);
        if (sweep.status() != SweepStatus.RUNNING) {
            return marked.filter(mark -> mark.commandId().equals(commandId))
                    .<Decision>map(mark -> new Answer(mark.reason()))
                    .orElseGet(() -> new Refuse("sweep " + sweep.sweepId() + " is not running: its run " + sweep.run()
                            + " " + sweep.status().wire()
                            + sweep.reason().map(why -> " (" + why + ")").orElse("")));
        }
        // A row's failure that stopped it is no obstacle: what lives is to be ended, too.
        return marked.<Decision>map(mark -> new End(mark.reason()))
                .orElseGet(() -> new MarkIt(new Mark.Cancelled(commandId, told(sweep, begun))));
    }

    private static String told(SweepItem sweep, List<RowItem> begun) {
        long done = begun.stream().filter(RowItem::isDone).count();
        long living = begun.stream().filter(row -> row.end().isEmpty()).count();
        return "cancelled when " + done + " of " + sweep.rows() + " rows were done and " + living
                + (living == 1 ? " was living" : " were living");
    }
}
