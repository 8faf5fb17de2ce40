package host.spore.spawn.functions.queue;

class FakeJobRowsTest extends JobRowsContract {
    private final FakeJobRows fake = new FakeJobRows();
    private int count;

    @Override
    JobRows subject() {
        return fake;
    }

    @Override
    protected String freshRun() {
        return "run-" + count++;
    }
}
