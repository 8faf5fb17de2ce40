package host.spore.spawn.functions.widgets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link QueueSights} in memory. */
final class FakeQueueSights implements QueueSights {
    private final List<QueueRun> runs = new ArrayList<>();
    private final Map<String, List<QueueJob>> jobs = new HashMap<>();

    void begin(QueueRun run) {
        runs.add(run);
    }

    void add(String runId, QueueJob job) {
        jobs.computeIfAbsent(runId, _ -> new ArrayList<>()).add(job);
    }

    @Override
    public List<QueueRun> latest(int most) {
        return runs.stream()
                .sorted(Comparator.comparing(QueueRun::startedAt).reversed())
                .limit(most)
                .toList();
    }

    @Override
    public Optional<QueueRun> find(String runId) {
        return runs.stream().filter(run -> run.runId().equals(runId)).findFirst();
    }

    @Override
    public List<QueueJob> jobs(String runId) {
        return List.copyOf(jobs.getOrDefault(runId, List.of()));
    }
}
