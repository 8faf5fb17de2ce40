package host.spore.spawn.functions.queue;

class FakeRunRowsTest extends RunRowsContract {
    private final FakeRunRows fake = new FakeRunRows();
    private int count;

    @Override
    RunRows subject() {
        return fake;
    }

    @Override
    protected String freshRun() {
        return "run-" + count++;
    }

    @Override
    protected void noteNoWorkers(String runId, String reason) {
        fake.noteNoWorkers(runId, reason);
    }
}
