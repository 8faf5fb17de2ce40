package host.spore.spawn.functions.store;

import host.spore.spawn.functions.ec2.InstanceState;
import java.time.Instant;
import java.util.Optional;

/**
 * A state that an instance was seen in, and the merge of such sights. The merge is a maximum, so neither order nor
 * repetition of the events matters: ending states absorb, otherwise the latest sight counts. EC2's own read is taken
 * only for an end and for the address: it may be older than the event, and then it would undo what the event said.
 *
 * @param state see {@link InstanceState}
 * @param at EC2's time, in whole seconds
 */
public record Observation(InstanceState state, Instant at) {

    /** The one that counts. */
    public static Observation merge(Observation one, Observation other) {
        if (one.state.isEnding() || other.state.isEnding()) {
            int byState = one.state.compareTo(other.state);
            if (byState != 0) {
                return byState > 0 ? one : other;
            }
            // The first sight of an end is its time.
            return one.at.isAfter(other.at) ? other : one;
        }
        int byTime = one.at.compareTo(other.at);
        // Within one second, whatever comes later in an instance's life.
        int order = byTime != 0 ? byTime : one.state.compareTo(other.state);
        return order >= 0 ? one : other;
    }

    public static Optional<Observation> of(InstanceRow row) {
        return row.state()
                .map(state ->
                        new Observation(state, row.instant(Column.STATE_SEEN_AT).orElse(Instant.EPOCH)));
    }

    /**
     * What a sight changes in the row.
     *
     * @param address that EC2 reports now
     */
    public static RowChange change(InstanceRow row, Observation seen, Optional<String> address) {
        Observation merged = of(row).map(known -> merge(known, seen)).orElse(seen);
        RowChange change = Lived.note(row, RowChange.NONE, seen);
        if (!of(row).equals(Optional.of(merged))) {
            change = change.set(merged.state).set(Column.STATE_SEEN_AT, merged.at);
        }
        if (seen.state.isEnding()
                && row.instant(Column.ENDING_SEEN_AT)
                        .filter(at -> !at.isAfter(seen.at))
                        .isEmpty()) {
            change = change.set(Column.ENDING_SEEN_AT, seen.at);
        }
        // An address is EC2's to give and to take: it is only true while the instance runs.
        Optional<String> now =
                merged.state == InstanceState.RUNNING ? address.or(() -> row.text(Column.ADDRESS)) : Optional.empty();
        if (now.equals(row.text(Column.ADDRESS))) {
            return change;
        }
        return now.isPresent() ? change.set(Column.ADDRESS, now.get()) : change.remove(Column.ADDRESS);
    }
}
