package host.spore.spawn.functions.queue;

import java.time.Instant;
import java.util.Map;

class FakeOldMachinesTest extends OldMachinesContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final Map<String, String> TAGS = Map.of("spawn", "true", "spawn:used-at", "2026-11-23");

    private final FakeOldMachines fake = new FakeOldMachines();

    @Override
    OldMachines subject() {
        return fake;
    }

    @Override
    protected String prefix() {
        return "spawn-q-";
    }

    @Override
    protected String machine(String name) {
        return fake.put("stateMachine", name, AT, TAGS);
    }

    @Override
    protected String activity(String name) {
        return fake.put("activity", name, AT, TAGS);
    }

    @Override
    protected void run(String machineArn) {
        fake.run(machineArn);
    }
}
