package host.spore.spawn.functions.wake;

class FakeCallbacksTest extends CallbacksContract {
    private final FakeCallbacks fake = new FakeCallbacks();
    private int count;

    @Override
    protected Callbacks subject() {
        return fake;
    }

    @Override
    protected String parked() {
        return fake.park("token-" + count++);
    }
}
