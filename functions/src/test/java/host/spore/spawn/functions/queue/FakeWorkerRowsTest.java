package host.spore.spawn.functions.queue;

class FakeWorkerRowsTest extends WorkerRowsContract {
    private final FakeWorkerRows fake = new FakeWorkerRows();
    private int count;

    @Override
    WorkerRows subject() {
        return fake;
    }

    @Override
    String freshRun() {
        return "run-" + count++;
    }
}
