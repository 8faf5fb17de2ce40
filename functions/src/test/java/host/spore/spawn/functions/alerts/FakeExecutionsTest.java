package host.spore.spawn.functions.alerts;

class FakeExecutionsTest extends ExecutionsContract {
    private final FakeExecutions fake = new FakeExecutions();
    private int count;

    @Override
    Executions subject() {
        return fake;
    }

    @Override
    String flow() {
        return "arn:aws:states:us-east-1:123456789012:stateMachine:spawn-deliver-alert";
    }

    @Override
    String freshName() {
        return "execution-" + count++;
    }
}
