package host.spore.spawn.functions.store;

class FakeOutcomesTest extends OutcomesContract {
    private final FakeOutcomes fake = new FakeOutcomes();
    private int count;

    @Override
    protected Outcomes subject() {
        return fake;
    }

    @Override
    protected String freshKey() {
        return "command-" + count++;
    }
}
