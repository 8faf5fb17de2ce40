package host.spore.spawn.functions.reaper;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.Faults;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@link Executions} in memory. */
final class FakeExecutions implements Executions {
    final Faults lists = new Faults();
    final Faults starts = new Faults();
    final List<JsonObject> started = new ArrayList<>();
    final Set<String> launching = new LinkedHashSet<>();
    final Set<String> watches = new LinkedHashSet<>();

    /** Of watches that have ended. */
    final Set<String> usedUp = new LinkedHashSet<>();

    private final Map<Failed, Details> failed = new LinkedHashMap<>();
    private final Map<Failed, Instant> stoppedAt = new LinkedHashMap<>();

    void fail(String commandId, JsonObject input, Instant at) {
        Failed execution = new Failed("arn:execution:" + commandId, commandId);
        failed.put(execution, new Details(input, "the flow ended without an outcome (FAILED)"));
        stoppedAt.put(execution, at);
    }

    @Override
    public List<Failed> failedSince(String flowArn, Instant since) {
        lists.enter();
        return failed.keySet().stream()
                .filter(execution ->
                        !stoppedAt.getOrDefault(execution, Instant.MIN).isBefore(since))
                .toList();
    }

    @Override
    public Details read(Failed execution) {
        Details details = failed.get(execution);
        if (details == null) {
            throw new IllegalArgumentException("ExecutionDoesNotExist: " + execution.arn());
        }
        return details;
    }

    @Override
    public void startIntake(JsonObject event) {
        starts.enter();
        started.add(event);
        starts.leave();
    }

    @Override
    public boolean isLaunching(String commandId) {
        return launching.contains(commandId);
    }

    @Override
    public Set<String> watches() {
        lists.enter();
        return Set.copyOf(watches);
    }

    @Override
    public boolean isWatched(InstanceId id, long generation) {
        return watches.contains(Executions.watchOf(id, generation));
    }

    @Override
    public boolean watch(InstanceId id, long generation, String name, String correlationId) {
        starts.enter();
        String watch = Executions.watchOf(id, generation);
        if (usedUp.contains(watch)) {
            return false;
        }
        watches.add(watch);
        starts.leave();
        return true;
    }
}
