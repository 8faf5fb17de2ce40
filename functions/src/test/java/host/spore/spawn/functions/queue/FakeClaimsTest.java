package host.spore.spawn.functions.queue;

class FakeClaimsTest extends ClaimsContract {
    private final FakeClaims fake = new FakeClaims();
    private int count;

    @Override
    Claims subject() {
        return fake;
    }

    @Override
    protected String freshQueue() {
        return "queue-" + count++;
    }
}
