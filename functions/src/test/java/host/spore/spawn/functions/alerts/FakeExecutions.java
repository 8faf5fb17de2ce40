package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.Faults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link Executions} in memory. */
final class FakeExecutions implements Executions {
    final Faults faults = new Faults();
    final List<String> read = new ArrayList<>();
    final Map<String, JsonObject> started = new LinkedHashMap<>();

    @Override
    public void start(String flowArn, String name, JsonObject input) {
        faults.enter();
        started.putIfAbsent(flowArn.replace(":stateMachine:", ":execution:") + ":" + name, input);
        faults.leave();
    }

    @Override
    public Optional<JsonObject> input(String executionArn) {
        read.add(executionArn);
        return Optional.ofNullable(started.get(executionArn));
    }
}
