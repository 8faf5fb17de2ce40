package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.lambda.Faults;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@link RunNotes} in memory. */
final class FakeRunNotes implements RunNotes {
    final Faults faults = new Faults();

    private final FakeRunRows rows;
    private final Map<String, String> reasons = new HashMap<>();

    FakeRunNotes(FakeRunRows rows) {
        this.rows = rows;
    }

    Optional<String> reason(String runId) {
        return Optional.ofNullable(reasons.get(runId));
    }

    @Override
    public void explain(String runId, Optional<String> reason) {
        faults.enter();
        Optional<RunRow> row = goingOn(runId).filter(run -> run.noWorkers().isEmpty());
        if (row.isPresent()) {
            reason.ifPresentOrElse(text -> reasons.put(runId, text), () -> reasons.remove(runId));
        }
        faults.leave();
    }

    @Override
    public boolean giveUp(String runId, String reason) {
        faults.enter();
        Optional<RunRow> row = goingOn(runId);
        if (row.isPresent()) {
            String first = row.get().noWorkers().orElse(reason);
            rows.noteNoWorkers(runId, first);
            reasons.put(runId, first);
        }
        faults.leave();
        return row.isPresent();
    }

    private Optional<RunRow> goingOn(String runId) {
        return rows.read(runId).filter(row -> row.status().isGoingOn());
    }
}
