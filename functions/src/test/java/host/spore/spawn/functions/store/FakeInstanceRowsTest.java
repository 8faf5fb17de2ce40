package host.spore.spawn.functions.store;

import host.spore.spawn.events.InstanceId;

class FakeInstanceRowsTest extends InstanceRowsContract {
    private final FakeInstanceRows fake = new FakeInstanceRows();
    private int count;

    @Override
    protected InstanceRows subject() {
        return fake;
    }

    @Override
    protected InstanceId freshId() {
        return new InstanceId("i-%08x".formatted(count++));
    }
}
