package host.spore.spawn.functions.reaper;

class FakeLastListedTest extends LastListedContract {
    @Override
    LastListed subject() {
        return new FakeLastListed();
    }
}
