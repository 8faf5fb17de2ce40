package host.spore.spawn.functions.widgets;

class FakeGraphsTest extends GraphsContract {
    private final FakeGraphs fake = new FakeGraphs();
    private int ids;

    @Override
    Graphs subject() {
        return fake;
    }

    @Override
    void plan(String queueId, String runId, Graph graph) {
        fake.plan(queueId, runId, graph);
    }

    @Override
    String freshId() {
        return "run-" + ids++;
    }
}
