package host.spore.spawn.functions.reaper;

class FakeDeadLettersTest extends DeadLettersContract {
    private FakeDeadLetters fake = new FakeDeadLetters();

    @Override
    protected DeadLetters subject() {
        return fake;
    }

    @Override
    protected void empty() {
        fake = new FakeDeadLetters();
    }

    @Override
    protected void put(String body) {
        fake.put(body);
    }

    @Override
    protected int left() {
        return fake.left().size();
    }
}
