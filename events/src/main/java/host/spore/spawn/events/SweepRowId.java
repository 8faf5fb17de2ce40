package host.spore.spawn.events;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of the command by which a row of a sweep is launched: {@code lr-20261126-3f2a1b_1_17}. It says by itself whose it
 * is, so that whoever hears of a launch needs no index to find its row; a sweep's id has no underscore, so two rows never
 * share one.
 *
 * @param sweepId see {@link SweepId}
 * @param run of the sweep, from 1; another one with each resume
 * @param index of the row, from 0
 */
public record SweepRowId(SweepId sweepId, int run, int index) {
    private static final Pattern SHAPE = Pattern.compile("([a-z0-9-]{1,50})_([1-9][0-9]{0,4})_(0|[1-9][0-9]{0,4})");

    public SweepRowId {
        Fields.atLeast("run", run, 1);
        Fields.atLeast("index", index, 0);
    }

    /** Empty where the command is no row's. */
    public static Optional<SweepRowId> ifValid(String commandId) {
        Matcher parts = SHAPE.matcher(commandId);
        try {
            return parts.matches()
                    ? Optional.of(new SweepRowId(
                            new SweepId(parts.group(1)),
                            Integer.parseInt(parts.group(2)),
                            Integer.parseInt(parts.group(3))))
                    : Optional.empty();
        } catch (Refusal noSweep) {
            return Optional.empty();
        }
    }

    /** As it stands in commands and events. */
    public String commandId() {
        return sweepId + "_" + run + "_" + index;
    }

    @Override
    public String toString() {
        return commandId();
    }
}
