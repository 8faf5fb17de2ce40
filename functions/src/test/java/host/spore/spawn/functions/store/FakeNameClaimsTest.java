package host.spore.spawn.functions.store;

import host.spore.spawn.events.Name;

class FakeNameClaimsTest extends NameClaimsContract {
    private final FakeNames fake = new FakeNames();
    private int count;

    @Override
    protected NameClaims subject() {
        return fake;
    }

    @Override
    protected Names names() {
        return fake;
    }

    @Override
    protected Name freshName() {
        return new Name("name-" + count++);
    }
}
