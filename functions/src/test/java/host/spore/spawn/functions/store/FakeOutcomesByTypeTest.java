package host.spore.spawn.functions.store;

class FakeOutcomesByTypeTest extends OutcomesByTypeContract {
    private final FakeOutcomesByType fake = new FakeOutcomesByType();
    private int keys;

    @Override
    protected OutcomesByType subject() {
        return fake;
    }

    @Override
    protected Outcomes writer() {
        return fake;
    }

    @Override
    protected String freshKey() {
        return "key-" + keys++;
    }
}
