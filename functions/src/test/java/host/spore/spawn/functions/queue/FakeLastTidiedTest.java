package host.spore.spawn.functions.queue;

class FakeLastTidiedTest extends LastTidiedContract {
    @Override
    LastTidied subject() {
        return new FakeLastTidied();
    }
}
