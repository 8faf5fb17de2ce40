package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.LaunchSweep;
import host.spore.spawn.events.ResumeSweep;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether a run may begin. A sweep's id is its own for ever, and it has one run at a time. */
final class Opening {
    private Opening() {}

    /** What is decided. */
    sealed interface Decision {}

    record Refuse(String reason) implements Decision {}

    /** It is this very command's already; what is begun is gone on with. */
    record Keep(SweepItem item) implements Decision {}

    record Write(SweepItem item) implements Decision {}

    static Decision launch(LaunchSweep command, int rows, Optional<SweepItem> there, Instant now) {
        String id = command.envelope().id();
        if (there.isPresent()) {
            return there.get().runId().equals(id)
                    ? keep(there.get())
                    : new Refuse("sweep " + command.sweepId() + " is there already (" + told(there.get())
                            + "); each has an id of its own. To go on with it: spawn sweep resume "
                            + command.sweepId());
        }
        return new Write(new SweepItem(
                command.sweepId(),
                1,
                id,
                command.type(),
                command.envelope().correlationId(),
                rows,
                Math.min(command.concurrent(), Math.max(1, rows)),
                command.maxConcurrentPerZone() == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(command.maxConcurrentPerZone()),
                command.launchDelay() == null
                        ? java.time.Duration.ZERO
                        : command.launchDelay().value(),
                command.policy(),
                SweepStatus.RUNNING,
                Optional.empty(),
                Optional.empty(),
                now,
                Optional.empty(),
                SweepItem.expiry(now),
                0));
    }

    /**
     * @param flowIsRunning whether the flow of the run that is there goes on: only then is it in the way
     */
    static Decision resume(ResumeSweep command, Optional<SweepItem> there, boolean flowIsRunning, Instant now) {
        String id = command.envelope().id();
        if (there.isEmpty()) {
            return new Refuse("there is no sweep " + command.sweepId() + "; spawn sweep FILE makes one");
        }
        SweepItem item = there.get();
        if (item.runId().equals(id)) {
            return keep(item);
        }
        return switch (item.status()) {
            case COMPLETED ->
                new Refuse("every row of sweep " + item.sweepId()
                        + " is done, so there is nothing to resume; spawn sweep FILE makes a new one");
            case RUNNING ->
                flowIsRunning
                        ? new Refuse("sweep " + item.sweepId() + " runs already (" + told(item)
                                + "); wait for its end, or end it with spawn sweep cancel " + item.sweepId())
                        : new Write(item.resumed(id, now));
            case FAILED -> new Write(item.resumed(id, now));
        };
    }

    /** A call of its own flow that comes after the end. */
    private static Decision keep(SweepItem item) {
        return item.status() == SweepStatus.RUNNING
                ? new Keep(item)
                : new Refuse("run " + item.runId() + " of sweep " + item.sweepId() + " is over");
    }

    private static String told(SweepItem item) {
        return "run " + item.run() + ", " + item.status().wire() + ", since " + item.startedAt();
    }
}
