package host.spore.spawn.functions.reaper;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.store.Claim;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.Observation;
import host.spore.spawn.functions.store.RowChange;
import host.spore.spawn.functions.store.RowEdit;
import host.spore.spawn.functions.wake.Wake;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The rows and the names of what is gone. */
final class RecordSweep {
    /** A claim so young is its launch's business. */
    private static final Duration YOUNG_CLAIM = Duration.ofMinutes(5);

    private final Sweep.Parts parts;
    private final Findings findings;
    private final Watches watches;

    RecordSweep(Sweep.Parts parts, Findings findings, Watches watches) {
        this.parts = parts;
        this.findings = findings;
        this.watches = watches;
    }

    void run(Set<InstanceId> living) {
        findings.attempt(
                "list the rows that are not closed",
                () -> parts.rows().unclosed().stream()
                        .filter(id -> !living.contains(id))
                        .forEach(id -> findings.attempt("close the row of " + id, () -> close(id))));
        findings.attempt(
                "list the names in use",
                () -> parts.names()
                        .all()
                        .forEach(claim ->
                                findings.attempt("look after the name " + claim.name(), () -> expire(claim, living))));
    }

    private void close(InstanceId id) {
        InstanceRow row = parts.rows().read(id);
        Optional<InstanceView> view = parts.instances().find(id);
        if (!row.has(Column.UNCLOSED) || !hasEnded(row, view)) {
            return;
        }
        Instant now = parts.clock().instant();
        if (row.state().equals(Optional.of(InstanceState.TERMINATED))) {
            // It is on its way to be closed, unless nobody is there to do it. One wake too many is harmless.
            Wake.lifecycle(row, parts.callbacks(), findings.log());
            watches.ensure(row, view);
            return;
        }
        findings.mend(
                Drift.MISSED_END,
                id.value(),
                "EC2 has ended it, and its events had told "
                        + row.text(Column.STATE).orElse("nothing"),
                () -> {
                    InstanceRow seen = RowEdit.apply(parts.rows(), id, known -> ended(known, now));
                    Observed.publish(parts.bus(), seen, InstanceState.TERMINATED, now);
                    Wake.lifecycle(seen, parts.callbacks(), findings.log());
                    watches.ensure(seen, view);
                    return true;
                });
    }

    private static RowChange ended(InstanceRow known, Instant now) {
        RowChange change = Observation.change(known, new Observation(InstanceState.TERMINATED, now), Optional.empty());
        return change.isNone() || known.has(Column.END_SEEN_BY) ? change : change.set(Column.END_SEEN_BY, "reconcile");
    }

    /** EC2 forgets an ended instance after about an hour; a young one it has yet to learn of. */
    private boolean hasEnded(InstanceRow row, Optional<InstanceView> view) {
        if (view.isPresent()) {
            return view.get().state() == InstanceState.TERMINATED;
        }
        Instant now = parts.clock().instant();
        return Stream.of(Column.LAUNCHED_AT, Column.STATE_SEEN_AT, Column.AGENT_HEARD_AT)
                .map(row::instant)
                .flatMap(Optional::stream)
                .noneMatch(at -> now.isBefore(at.plus(Instances.FINDABLE_AFTER)));
    }

    /** By proof, not by time alone: whose launch runs, or whose instance lives or is not closed, keeps its name. */
    private void expire(Claim claim, Set<InstanceId> living) {
        Instant now = parts.clock().instant();
        InstanceId instance = claim.instanceId();
        // What the list tells comes first: most names are of living instances, and then nothing is asked for.
        if ((instance != null && living.contains(instance))
                || claim.claimedAt()
                        .filter(at -> now.isBefore(at.plus(YOUNG_CLAIM)))
                        .isPresent()
                || parts.executions().isLaunching(claim.commandId())
                || (instance == null ? hasInstance(claim) : !isClosed(instance))) {
            return;
        }
        findings.mend(
                Drift.DEAD_CLAIM,
                claim.name().value(),
                instance == null
                        ? "held by the launch " + claim.commandId() + ", which is over and left no instance"
                        : "held by " + instance + ", which is gone",
                () -> parts.names().remove(claim));
    }

    /** Adopting it ties the name to it, in this sweep or in the next. */
    private boolean hasInstance(Claim claim) {
        return parts.instances().living(claim.name()).stream()
                .anyMatch(view -> view.commandId().equals(Optional.of(claim.commandId())));
    }

    private boolean isClosed(InstanceId id) {
        InstanceRow row = parts.rows().read(id);
        return !row.has(Column.UNCLOSED) && hasEnded(row, parts.instances().find(id));
    }
}
