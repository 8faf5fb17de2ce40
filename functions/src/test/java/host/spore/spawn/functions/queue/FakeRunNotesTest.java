package host.spore.spawn.functions.queue;

import java.util.Optional;

class FakeRunNotesTest extends RunNotesContract {
    private final FakeRunRows rows = new FakeRunRows();
    private final FakeRunNotes fake = new FakeRunNotes(rows);
    private int count;

    @Override
    RunNotes subject() {
        return fake;
    }

    @Override
    RunRows rows() {
        return rows;
    }

    @Override
    String freshRun() {
        return "run-" + count++;
    }

    @Override
    Optional<String> reason(String runId) {
        return fake.reason(runId);
    }
}
