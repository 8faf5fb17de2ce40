package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.lambda.Faults;
import host.spore.spawn.queues.file.Element;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@link JobRows} in memory. */
final class FakeJobRows implements JobRows {
    final Faults faults = new Faults();

    private final Map<String, Map<Element, JobRow>> rows = new LinkedHashMap<>();

    /** As who hears a worker writes it. */
    void put(String runId, JobRow row) {
        of(runId).put(row.element(), row);
    }

    void forget(String runId, Element element) {
        of(runId).remove(element);
    }

    JobRow row(String runId, String key) {
        return of(runId).values().stream()
                .filter(row -> row.element().key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no item of " + key));
    }

    private Map<Element, JobRow> of(String runId) {
        return rows.computeIfAbsent(runId, run -> new LinkedHashMap<>());
    }

    @Override
    public void begin(String runId, List<JobRow> begun, Instant expiresAt) {
        faults.enter();
        begun.forEach(row -> of(runId).putIfAbsent(row.element(), row));
        faults.leave();
    }

    @Override
    public List<JobRow> all(String runId) {
        faults.enter();
        return List.copyOf(of(runId).values());
    }

    @Override
    public void end(String runId, List<JobRow> ended, Set<JobStatus> from, Instant expiresAt) {
        for (JobRow row : ended) {
            faults.enter();
            JobRow there = of(runId).get(row.element());
            if (there == null) {
                put(runId, row);
            } else if (from.contains(there.status())) {
                put(
                        runId,
                        there.with(row.facts())
                                .ended(
                                        row.status(),
                                        row.reason().orElse(""),
                                        row.endedAt().orElse(expiresAt)));
            }
            faults.leave();
        }
    }
}
