package host.spore.spawn.functions.queue;

class FakeGatesTest extends GatesContract {
    private final FakeGates fake = new FakeGates();
    private int count;

    @Override
    Gates subject() {
        return fake;
    }

    @Override
    protected String freshRun() {
        return "run-" + count++;
    }

    @Override
    protected boolean park(String runId, String target, String token) {
        return fake.park(runId, target, token);
    }

    @Override
    protected String look(String runId, String target) {
        return fake.look(runId, target);
    }
}
