package host.spore.spawn.functions.sweep;

class FakePaceTest extends PaceContract {
    private final FakePace fake = new FakePace();
    private int count;

    @Override
    Pace subject() {
        return fake;
    }

    @Override
    protected String freshSweep() {
        return "fresh-" + count++;
    }
}
