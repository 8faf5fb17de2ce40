package host.spore.spawn.functions.store;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import org.jspecify.annotations.Nullable;

class FakeNamesTest extends NamesContract {
    private final FakeNames fake = new FakeNames();
    private int count;

    @Override
    protected Names subject() {
        return fake;
    }

    @Override
    protected void claim(Name name, String commandId, @Nullable InstanceId instance) {
        fake.claim(name, commandId, instance);
    }

    @Override
    protected Name freshName() {
        return new Name("name-" + count++);
    }
}
