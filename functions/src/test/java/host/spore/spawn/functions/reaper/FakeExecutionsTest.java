package host.spore.spawn.functions.reaper;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import java.util.List;

class FakeExecutionsTest extends ExecutionsContract {
    private final FakeExecutions fake = new FakeExecutions();
    private int count;

    @Override
    protected Executions subject() {
        return fake;
    }

    @Override
    protected String flowArn() {
        return "any";
    }

    @Override
    protected String failed(JsonObject input) {
        String command = "command-" + count++;
        fake.fail(command, input, Instant.parse("2026-11-23T12:00:00Z"));
        return command;
    }

    @Override
    protected String running() {
        String command = "command-" + count++;
        fake.launching.add(command);
        return command;
    }

    @Override
    protected String succeeded() {
        String command = running();
        fake.launching.remove(command);
        return command;
    }

    @Override
    protected InstanceId freshInstance() {
        return new InstanceId("i-0000000%d".formatted(count++));
    }

    @Override
    protected void endWatch(InstanceId id, long generation) {
        fake.watches.remove(Executions.watchOf(id, generation));
        fake.usedUp.add(Executions.watchOf(id, generation));
    }

    @Override
    protected List<JsonObject> handedToTheIntake() {
        return fake.started;
    }
}
