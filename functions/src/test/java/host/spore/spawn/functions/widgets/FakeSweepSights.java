package host.spore.spawn.functions.widgets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link SweepSights} in memory. */
final class FakeSweepSights implements SweepSights {
    private final Map<String, SweepRun> runs = new HashMap<>();
    private final Map<String, List<SweepRow>> rows = new HashMap<>();

    void begin(SweepRun run) {
        runs.put(run.sweepId(), run);
    }

    void add(String sweepId, SweepRow row) {
        rows.computeIfAbsent(sweepId, _ -> new ArrayList<>()).add(row);
    }

    @Override
    public List<SweepRun> latest(int most) {
        return runs.values().stream()
                .sorted(Comparator.comparing(SweepRun::startedAt).reversed().thenComparing(SweepRun::sweepId))
                .limit(most)
                .toList();
    }

    @Override
    public Optional<SweepRun> find(String sweepId) {
        return Optional.ofNullable(runs.get(sweepId));
    }

    @Override
    public List<SweepRow> rows(SweepRun sweep) {
        return rows.getOrDefault(sweep.sweepId(), List.of()).stream()
                .sorted(Comparator.comparingInt(SweepRow::index))
                .toList();
    }
}
