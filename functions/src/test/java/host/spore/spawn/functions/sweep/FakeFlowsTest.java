package host.spore.spawn.functions.sweep;

class FakeFlowsTest extends FlowsContract {
    private final FakeFlows fake = new FakeFlows();
    private int count;

    @Override
    Flows subject() {
        return fake;
    }

    @Override
    protected String started() {
        String id = "flow-" + count++;
        fake.running.add(id);
        return id;
    }

    @Override
    protected void end(String commandId) {
        fake.running.remove(commandId);
    }
}
