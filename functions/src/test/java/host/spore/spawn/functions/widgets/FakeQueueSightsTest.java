package host.spore.spawn.functions.widgets;

class FakeQueueSightsTest extends QueueSightsContract {
    private final FakeQueueSights fake = new FakeQueueSights();
    private int ids;

    @Override
    QueueSights subject() {
        return fake;
    }

    @Override
    void begin(String commandType, QueueRun run) {
        fake.begin(run);
    }

    @Override
    void add(String runId, QueueJob job) {
        fake.add(runId, job);
    }

    @Override
    String freshId() {
        return "run-" + ids++;
    }
}
