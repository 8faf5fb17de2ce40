package host.spore.spawn.functions.reaper;

import host.spore.spawn.events.EndCause;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.cost.Bill;
import host.spore.spawn.functions.cost.CostTags;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.RowChange;
import host.spore.spawn.functions.store.RowEdit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ends what has cost as much as its launch allowed, and was not ended by its lifecycle. What an instance has cost is told
 * by its row. Where there is none, its tags bound it, as though it had run ever since. Where the table cannot be read,
 * nothing is known, and nothing is done: a guess could end a stopped instance far too early, and its deadline still holds.
 */
final class CostSweep {
    private final Sweep.Parts parts;
    private final Findings findings;

    CostSweep(Sweep.Parts parts, Findings findings) {
        this.parts = parts;
        this.findings = findings;
    }

    void run(List<InstanceView> living) {
        List<InstanceView> limited = living.stream()
                .filter(view -> view.tag(CostTags.LIMIT).isPresent())
                .toList();
        if (limited.isEmpty()) {
            return;
        }
        findings.attempt("hold the cost limits", () -> {
            Map<InstanceId, InstanceRow> rows =
                    parts.rows().read(limited.stream().map(InstanceView::id).toList());
            limited.forEach(listed -> findings.attempt(
                    "hold the cost limit of " + listed.id(),
                    () -> hold(listed, rows.getOrDefault(listed.id(), InstanceRow.absent(listed.id())))));
        });
    }

    private void hold(InstanceView listed, InstanceRow row) {
        if (!isOver(row, listed)) {
            return;
        }
        // As with deadlines: read again right before the kill.
        Optional<InstanceView> found = parts.instances().find(listed.id());
        InstanceRow known = parts.rows().read(listed.id());
        if (found.isEmpty() || found.get().state().isEnding() || !isOver(known, found.get())) {
            return;
        }
        InstanceView view = found.get();
        Instant now = parts.clock().instant();
        findings.mend(
                Drift.COST_LIMIT,
                view.id().value(),
                "it has cost what its launch allowed ("
                        + Bill.of(Optional.of(known), found)
                                .map(bill -> Bill.shown(bill.at(now)))
                                .orElse("")
                        + ", of " + view.tag(CostTags.LIMIT).orElse("") + "); the reaper terminated it",
                () -> end(view));
    }

    private boolean end(InstanceView view) {
        InstanceRow row = RowEdit.apply(
                parts.rows(),
                view.id(),
                known -> !isOver(known, view) || known.has(Column.END_CAUSE)
                        ? RowChange.NONE
                        : RowChange.NONE.set(Column.END_CAUSE, EndCause.COST.wire()));
        if (!isOver(row, view)) {
            return false;
        }
        parts.instances().terminate(view.id());
        return true;
    }

    /** With the grace that a deadline has, in which its lifecycle acts. */
    private boolean isOver(InstanceRow row, InstanceView view) {
        Instant then = parts.clock().instant().minus(parts.grace());
        return Bill.of(Optional.of(row), Optional.of(view))
                .flatMap(bill -> bill.limitReached(then))
                .filter(reached -> !reached.isAfter(then))
                .isPresent();
    }
}
