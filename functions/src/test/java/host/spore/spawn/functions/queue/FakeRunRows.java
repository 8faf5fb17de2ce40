package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.lambda.Faults;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@link RunRows} in memory. */
final class FakeRunRows implements RunRows {
    final Faults faults = new Faults();

    private final Map<String, RunRow> rows = new HashMap<>();

    /** Who launches workers notes that none can be had. */
    void noteNoWorkers(String runId, String reason) {
        RunRow row = rows.get(runId);
        if (row != null) {
            rows.put(runId, changed(row, row.status(), row.reason(), row.endedAt(), row.cancel(), Optional.of(reason)));
        }
    }

    void forget(String runId) {
        rows.remove(runId);
    }

    @Override
    public Optional<RunRow> read(String runId) {
        faults.enter();
        return Optional.ofNullable(rows.get(runId));
    }

    @Override
    public void begin(RunRow row, Instant expiresAt) {
        faults.enter();
        rows.putIfAbsent(row.runId(), row);
        faults.leave();
    }

    @Override
    public Optional<RunRow> change(String runId, RunChange change) {
        faults.enter();
        RunRow row = rows.get(runId);
        Optional<RunRow> changed = row == null ? Optional.empty() : changed(row, change);
        changed.ifPresent(now -> rows.put(runId, now));
        faults.leave();
        return changed;
    }

    private static Optional<RunRow> changed(RunRow row, RunChange change) {
        return switch (change) {
            case RunChange.Started started ->
                row.status() == RunStatus.STARTING
                        ? Optional.of(changed(
                                row, RunStatus.RUNNING, row.reason(), row.endedAt(), row.cancel(), row.noWorkers()))
                        : Optional.empty();
            case RunChange.Cancelled(CancelMark mark) ->
                row.status().isGoingOn()
                                && row.cancel()
                                        .map(there -> !there.commandId().equals(mark.commandId())
                                                && !there.machine().equals(mark.machine()))
                                        .orElse(true)
                        ? Optional.of(changed(
                                row, row.status(), row.reason(), row.endedAt(), Optional.of(mark), row.noWorkers()))
                        : Optional.empty();
            case RunChange.Finishing finishing ->
                row.status().isOver()
                        ? Optional.empty()
                        : Optional.of(changed(
                                row, RunStatus.FINISHING, row.reason(), row.endedAt(), row.cancel(), row.noWorkers()));
            case RunChange.Outlived outlived ->
                row.status() == RunStatus.FINISHING ? Optional.of(outlived(row)) : Optional.empty();
            case RunChange.Ended(RunStatus status, String reason, Instant at) ->
                row.status() == RunStatus.FINISHING
                        ? Optional.of(changed(
                                row, status, Optional.of(reason), Optional.of(at), row.cancel(), row.noWorkers()))
                        : Optional.empty();
        };
    }

    private static RunRow changed(
            RunRow row,
            RunStatus status,
            Optional<String> reason,
            Optional<Instant> endedAt,
            Optional<CancelMark> cancel,
            Optional<String> noWorkers) {
        return new RunRow(
                row.runId(),
                row.queueId(),
                row.commandType(),
                row.correlationId(),
                row.owner(),
                row.hash(),
                row.jobs(),
                status,
                reason,
                row.startedAt(),
                endedAt,
                cancel,
                noWorkers,
                row.outlived());
    }

    private static RunRow outlived(RunRow row) {
        return new RunRow(
                row.runId(),
                row.queueId(),
                row.commandType(),
                row.correlationId(),
                row.owner(),
                row.hash(),
                row.jobs(),
                row.status(),
                row.reason(),
                row.startedAt(),
                row.endedAt(),
                row.cancel(),
                row.noWorkers(),
                true);
    }
}
