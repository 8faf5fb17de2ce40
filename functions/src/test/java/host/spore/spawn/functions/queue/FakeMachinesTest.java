package host.spore.spawn.functions.queue;

import java.util.Map;

class FakeMachinesTest extends MachinesContract {
    private final FakeMachines fake = new FakeMachines();
    private int count;

    @Override
    Machines subject() {
        return fake;
    }

    @Override
    protected String freshName() {
        return "name-" + count++;
    }

    @Override
    protected String arn(String kind, String name) {
        return FakeMachines.arn(kind, name);
    }

    @Override
    protected Map<String, String> tags(String arn) {
        return fake.tags.getOrDefault(arn, Map.of());
    }
}
