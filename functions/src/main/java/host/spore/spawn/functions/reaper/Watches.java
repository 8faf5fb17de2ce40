package host.spore.spawn.functions.reaper;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.RowChange;
import host.spore.spawn.functions.store.RowEdit;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lifecycle executions, and starting one where it is missing. */
final class Watches {
    /** One more than an execution that was handed over and its successor. */
    private static final int TRIES = 3;

    private final Sweep.Parts parts;
    private final Findings findings;
    private @Nullable Set<String> running;

    Watches(Sweep.Parts parts, Findings findings) {
        this.parts = parts;
        this.findings = findings;
    }

    /** Starts a watch if none runs. */
    void ensure(InstanceRow row, Optional<InstanceView> view) {
        InstanceId id = row.id();
        if (runs(row)) {
            return;
        }
        findings.mend(
                Drift.UNWATCHED,
                id.value(),
                "no lifecycle execution ran for it; a new one does",
                () -> start(row, view));
    }

    /** One listing for all of them first; only what is not on it is asked for by name. */
    boolean runs(InstanceRow row) {
        return isListed(row) || parts.executions().isWatched(row.id(), row.generation());
    }

    boolean isListed(InstanceRow row) {
        return running().contains(Executions.watchOf(row.id(), row.generation()));
    }

    /** @return true: one runs now that did not before */
    boolean start(InstanceRow row, Optional<InstanceView> view) {
        String name = row.text(Column.NAME)
                .or(() -> view.flatMap(known -> known.tag("Name")))
                .orElse("unknown");
        String correlationId = row.text(Column.CORRELATION_ID)
                .or(() -> view.flatMap(InstanceView::correlationId))
                .orElse(row.id().value());
        long generation = row.generation();
        for (int i = 0; i < TRIES; i++) {
            if (parts.executions().watch(row.id(), generation, name, correlationId)) {
                return true;
            }
            // The name is used up by one that died. First the row, so that the next sweep looks for the right one.
            long next = generation + 1;
            generation = RowEdit.apply(
                            parts.rows(),
                            row.id(),
                            known -> known.generation() >= next
                                    ? RowChange.NONE
                                    : RowChange.NONE.set(Column.GENERATION, Long.toString(next)))
                    .generation();
        }
        throw new IllegalStateException("the names of " + TRIES + " lifecycle executions were used up");
    }

    private Set<String> running() {
        Set<String> known = running;
        if (known == null) {
            known = parts.executions().watches();
            running = known;
        }
        return known;
    }
}
