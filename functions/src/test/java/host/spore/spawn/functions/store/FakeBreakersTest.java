package host.spore.spawn.functions.store;

class FakeBreakersTest extends BreakersContract {
    private final FakeBreakers subject = new FakeBreakers();

    @Override
    protected Breakers subject() {
        return subject;
    }

    @Override
    protected String freshTemplate() {
        return "t1";
    }
}
