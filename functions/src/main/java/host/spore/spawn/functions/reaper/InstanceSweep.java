package host.spore.spawn.functions.reaper;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.EndCause;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.LaunchFailed;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.cost.CostTags;
import host.spore.spawn.functions.cost.Tariff;
import host.spore.spawn.functions.ec2.ArrayTags;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.DeadlineTag;
import host.spore.spawn.functions.store.Due;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.Lived;
import host.spore.spawn.functions.store.Observation;
import host.spore.spawn.functions.store.RowChange;
import host.spore.spawn.functions.store.RowEdit;
import host.spore.spawn.functions.wake.Wake;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The instances that EC2 says are alive: ends those past their deadline, and sees that the others are looked after. */
final class InstanceSweep {
    /** An event that is so late is lost: EventBridge delivers most within a second. */
    private static final Duration LATE = Duration.ofMinutes(2);

    private final Sweep.Parts parts;
    private final Findings findings;
    private final Watches watches;

    InstanceSweep(Sweep.Parts parts, Findings findings, Watches watches) {
        this.parts = parts;
        this.findings = findings;
        this.watches = watches;
    }

    void endIfDue(InstanceView listed) {
        findings.attempt("end " + listed.id(), () -> decideEnd(listed));
    }

    /** Record, watch, tag and state of those that may live. One look at all of them; a closer one at what seems amiss. */
    void keep(List<InstanceView> living) {
        Map<InstanceId, InstanceRow> rows =
                parts.rows().read(living.stream().map(InstanceView::id).toList());
        Instant now = parts.clock().instant();
        for (InstanceView listed : living) {
            InstanceRow row = rows.getOrDefault(listed.id(), InstanceRow.absent(listed.id()));
            // Its tag may say a later deadline than the row, which was shortened since.
            if (row.has(Column.SHORTENED_FROM)) {
                findings.attempt("end " + listed.id(), () -> endAfterAnotherLook(listed));
            }
            if (isUnrecorded(row)
                    || !watches.isListed(row)
                    || hasMissedState(row, listed, now)
                    || Due.isMistold(row, listed)) {
                findings.attempt("look after " + listed.id(), () -> decideKeep(listed));
            }
        }
    }

    private void decideEnd(InstanceView listed) {
        // The later of tag and row counts, unless the row was shortened, and those come with the rows: with many
        // instances and a slow table, one look at each would take longer than a sweep may.
        if (listed.deadline()
                .filter(tagged -> parts.clock().instant().isBefore(tagged.plus(parts.grace())))
                .isEmpty()) {
            endAfterAnotherLook(listed);
        }
    }

    private void endAfterAnotherLook(InstanceView listed) {
        if (!isDue(listed)) {
            return;
        }
        // The list may be minutes old: read again right before the kill (SCENARIOS 11).
        Optional<InstanceView> view = parts.instances().find(listed.id());
        if (view.isEmpty() || view.get().state().isEnding() || !isDue(view.get())) {
            return;
        }
        InstanceView due = view.get();
        findings.mend(
                Drift.DEADLINE,
                due.id().value(),
                "it was alive past its deadline " + shownDeadline(due) + "; the reaper terminated it",
                () -> end(due));
    }

    private String shownDeadline(InstanceView due) {
        return Due.told(row(due.id()), Optional.of(due)).map(Instant::toString).orElse("(none that can be read)");
    }

    private boolean end(InstanceView due) {
        if (!mayEnd(due)) {
            return false;
        }
        parts.instances().terminate(due.id());
        return true;
    }

    private boolean isDue(InstanceView view) {
        return switch (Overdue.decide(view, row(view.id()), parts.clock().instant(), parts.grace())) {
            case Overdue.Verdict.Due(Instant deadline) -> true;
            case Overdue.Verdict.Alive(Instant until) -> false;
            case Overdue.Verdict.Unreadable(Instant until) -> {
                findings.log()
                        .error(
                                "an instance without a readable deadline",
                                field("instanceId", view.id()),
                                field("until", until));
                yield false;
            }
        };
    }

    /** Empty when the table cannot be read; an absent row tells nothing either. */
    private Optional<InstanceRow> row(InstanceId id) {
        try {
            return Optional.of(parts.rows().read(id));
        } catch (RuntimeException tableDown) {
            // The tag alone says enough: a table that is down must not keep instances alive.
            findings.remember("read the row of " + id, tableDown);
            return Optional.empty();
        }
    }

    /** Notes who ends it. An extension that came in this very moment moves the deadline, and wins. */
    private boolean mayEnd(InstanceView view) {
        try {
            InstanceRow row = RowEdit.apply(parts.rows(), view.id(), known -> {
                boolean stillDue =
                        Overdue.decide(view, Optional.of(known), parts.clock().instant(), parts.grace())
                                instanceof Overdue.Verdict.Due;
                return !stillDue || known.has(Column.ENDED_BY_KEEPER)
                        ? RowChange.NONE
                        : RowChange.NONE.set(Column.ENDED_BY_KEEPER, "reaper");
            });
            return Overdue.decide(view, Optional.of(row), parts.clock().instant(), parts.grace())
                    instanceof Overdue.Verdict.Due;
        } catch (RuntimeException tableDown) {
            // As above; what is lost is only who ended it.
            findings.remember("note the end of " + view.id(), tableDown);
            return true;
        }
    }

    private void decideKeep(InstanceView listed) {
        InstanceId id = listed.id();
        InstanceRow row = parts.rows().read(id);
        if (isUnrecorded(row) && isLaunching(listed)) {
            return;
        }
        // What was listed a while ago may have changed, and an ending one is left to its end.
        Optional<InstanceView> found = parts.instances().find(id);
        if (found.isEmpty() || found.get().state().isEnding()) {
            return;
        }
        InstanceView view = found.get();
        if (!isUnrecorded(row)) {
            watches.ensure(row, found);
        } else if (hasFailed(view)) {
            findings.mend(
                    Drift.LEFT_BEHIND,
                    id.value(),
                    "its launch had failed and said that nothing was left; the reaper terminated it",
                    () -> endLeftBehind(view));
            return;
        } else {
            findings.mend(
                    Drift.UNRECORDED,
                    id.value(),
                    "the table did not know it; recorded by its tags, and watched from now on",
                    () -> adopt(view));
        }
        compareState(view);
        compareTag(view);
    }

    /** Its launch has failed and said that nothing of it is left; one that was kept on purpose is like any other. */
    private boolean hasFailed(InstanceView view) {
        return view.commandId()
                .flatMap(parts.outcomes()::read)
                .filter(outcome -> outcome.type().equals(LaunchFailed.class.getSimpleName()))
                .filter(outcome -> !JsonObject.parse(outcome.detail()).has("keptUntil"))
                .isPresent();
    }

    /** Recorded and watched first, so that its end is told like any other. */
    private boolean endLeftBehind(InstanceView view) {
        adopt(view);
        RowEdit.apply(
                parts.rows(),
                view.id(),
                known -> known.has(Column.END_CAUSE)
                        ? RowChange.NONE
                        : RowChange.NONE.set(Column.END_CAUSE, EndCause.LAUNCH.wire()));
        parts.instances().terminate(view.id());
        return true;
    }

    private boolean isLaunching(InstanceView view) {
        return view.commandId().filter(parts.executions()::isLaunching).isPresent();
    }

    private boolean adopt(InstanceView view) {
        InstanceRow row = RowEdit.apply(parts.rows(), view.id(), known -> adopted(known, view));
        Optional<String> commandId = view.commandId();
        Optional<Name> name = view.tag("Name").flatMap(Name::ifValid);
        if (commandId.isPresent() && name.isPresent() && !parts.names().tie(name.get(), commandId.get(), view.id())) {
            findings.log().warn("its name is another's", field("instanceId", view.id()), field("name", name.get()));
        }
        if (!watches.runs(row)) {
            watches.start(row, Optional.of(view));
        }
        return true;
    }

    /** Everything that the launch would have written, from the tags that its call set. */
    private RowChange adopted(InstanceRow known, InstanceView view) {
        RowChange change = known.state().isPresent()
                ? RowChange.NONE
                : Observation.change(
                        known,
                        new Observation(view.state(), parts.clock().instant()),
                        Optional.ofNullable(view.address()));
        change = change.set(Column.UNCLOSED, InstanceRow.YES);
        change = missing(change, known, Column.NAME, view.tag("Name"));
        change = missing(change, known, Column.OWNER, view.tag("owner"));
        change = missing(change, known, Column.COMMAND_ID, view.commandId());
        change = missing(change, known, Column.CORRELATION_ID, view.correlationId());
        change = missing(
                change,
                known,
                Column.DNS_NAME,
                view.tag(InstanceView.DNS_TAG).or(() -> view.tag(InstanceView.PRIVATE_DNS_TAG)));
        change = missing(change, known, Column.ARRAY_ID, view.tag(ArrayTags.ID));
        change = missing(change, known, Column.ARRAY_INDEX, view.tag(ArrayTags.INDEX));
        change = missing(change, known, Column.DEADLINE, view.deadline().map(Instant::toString));
        change = missing(change, known, Column.GENERATION, Optional.of("1"));
        change = missing(change, known, Column.INSTANCE_TYPE, Optional.of(view.instanceType()));
        change = missing(change, known, Column.ZONE, Optional.of(view.zone()));
        change = missing(change, known, Column.MARKET, Optional.of(view.market().wire()));
        Optional<Tariff> tariff = CostTags.tariff(view);
        change = missing(
                change,
                known,
                Column.PRICE_PER_HOUR,
                tariff.map(price -> price.computePerHour().toString()));
        change = missing(
                change,
                known,
                Column.VOLUME_PRICE_PER_HOUR,
                tariff.map(price -> price.volumesPerHour().toString()));
        change = missing(change, known, Column.PRICE_SOURCE, tariff.map(price -> "its launch, by its tags"));
        change = missing(change, known, Column.COST_LIMIT, view.tag(CostTags.LIMIT));
        return missing(
                change,
                known,
                Column.LAUNCHED_AT,
                Optional.of(CostTags.launchedAt(view).toString()));
    }

    private static RowChange missing(RowChange change, InstanceRow known, Column column, Optional<String> value) {
        return value.isEmpty() || known.has(column) ? change : change.set(column, value.get());
    }

    private static boolean isUnrecorded(InstanceRow row) {
        return !row.has(Column.GENERATION);
    }

    /** EC2's own read is older than its event now and then, so a row that has just changed is left alone. */
    private static boolean hasMissedState(InstanceRow row, InstanceView view, Instant now) {
        boolean isFresh = row.instant(Column.STATE_SEEN_AT)
                .or(() -> row.instant(Column.LAUNCHED_AT))
                .filter(at -> now.isBefore(at.plus(LATE)))
                .isPresent();
        boolean isPassing = view.state() == InstanceState.PENDING || view.state() == InstanceState.STOPPING;
        return !isFresh && !isPassing && !row.state().equals(Optional.of(view.state()));
    }

    private void compareState(InstanceView view) {
        Instant now = parts.clock().instant();
        InstanceRow row = parts.rows().read(view.id());
        if (!hasMissedState(row, view, now)) {
            return;
        }
        findings.mend(
                Drift.MISSED_STATE,
                view.id().value(),
                "EC2 says " + view.state().wire() + ", and its events had told "
                        + row.text(Column.STATE).orElse("nothing"),
                () -> {
                    InstanceRow seen = RowEdit.apply(
                            parts.rows(),
                            view.id(),
                            known -> Lived.note(
                                    known,
                                    Observation.change(
                                            known,
                                            new Observation(view.state(), now),
                                            Optional.ofNullable(view.address())),
                                    // It has run since then, whenever that was found.
                                    new Observation(InstanceState.PENDING, view.launchedAt())));
                    Wake.lifecycle(seen, parts.callbacks(), findings.log());
                    Observed.publish(parts.bus(), seen, view.state(), now);
                    return true;
                });
    }

    /**
     * What a move of the deadline that was cut between table and tag has left: the agent would go by the tag. Written by
     * {@link DeadlineTag}, which looks at the row once more when it has: an extension that comes in this moment is not
     * undone.
     */
    private void compareTag(InstanceView view) {
        InstanceRow row = parts.rows().read(view.id());
        if (!Due.isMistold(row, view)) {
            return;
        }
        findings.mend(
                Drift.DEADLINE_TAG,
                view.id().value(),
                "its tag said " + view.tag("ttl").orElse("nothing") + ", and the table says "
                        + row.text(Column.DEADLINE).orElse("nothing"),
                () -> {
                    DeadlineTag.write(parts.rows(), parts.instances(), view.id());
                    return true;
                });
    }
}
