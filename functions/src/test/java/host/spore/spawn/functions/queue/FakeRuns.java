package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.lambda.Faults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link Runs} in memory. */
final class FakeRuns implements Runs {
    final Faults faults = new Faults();

    /** What was stopped, in order, each {@code arn error}. */
    final List<String> stopped = new ArrayList<>();

    private final Map<String, Execution> executions = new LinkedHashMap<>();
    private final Map<String, List<Event>> histories = new HashMap<>();

    void put(String arn, Status status) {
        executions.put(arn, new Execution(status, Optional.empty(), Optional.empty()));
    }

    void fail(String arn, String error, String cause) {
        executions.put(arn, new Execution(Status.FAILED, Optional.of(error), Optional.of(cause)));
    }

    void happened(String arn, Event... events) {
        histories.computeIfAbsent(arn, key -> new ArrayList<>()).addAll(List.of(events));
    }

    @Override
    public Optional<Execution> describe(String arn) {
        faults.enter();
        return Optional.ofNullable(executions.get(arn));
    }

    @Override
    public void stop(String arn, String error, String cause) {
        faults.enter();
        Execution there = executions.get(arn);
        if (there != null && there.status() == Status.RUNNING) {
            executions.put(arn, new Execution(Status.ABORTED, Optional.of(error), Optional.of(cause)));
            stopped.add(arn + " " + error);
        }
        faults.leave();
    }

    @Override
    public List<Event> history(String arn) {
        faults.enter();
        return List.copyOf(histories.getOrDefault(arn, List.of()));
    }
}
