package host.spore.spawn.functions.sweep;

class FakeRowsTest extends RowsContract {
    private final FakeRows fake = new FakeRows();
    private int count;

    @Override
    Rows subject() {
        return fake;
    }

    @Override
    protected String freshSweep() {
        return "fresh-" + count++;
    }
}
