package host.spore.spawn.functions.sweep;

class FakeSweepsTest extends SweepsContract {
    private final FakeSweeps fake = new FakeSweeps();
    private int count;

    @Override
    Sweeps subject() {
        return fake;
    }

    @Override
    protected String freshSweep() {
        return "fresh-" + count++;
    }
}
