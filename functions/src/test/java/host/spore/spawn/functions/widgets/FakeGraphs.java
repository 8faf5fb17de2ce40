package host.spore.spawn.functions.widgets;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@link Graphs} in memory. */
final class FakeGraphs implements Graphs {
    private final Map<String, Graph> graphs = new HashMap<>();

    void plan(String queueId, String runId, Graph graph) {
        graphs.put(queueId + "/" + runId, graph);
    }

    @Override
    public Optional<Graph> of(String queueId, String runId) {
        return Optional.ofNullable(graphs.get(queueId + "/" + runId));
    }
}
