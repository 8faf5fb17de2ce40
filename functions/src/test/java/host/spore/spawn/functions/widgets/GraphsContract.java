package host.spore.spawn.functions.widgets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What every {@link Graphs} reads of the plans that the package queue writes. */
abstract class GraphsContract {
    private static final Graph GRAPH = new Graph(List.of(
            new Graph.Node("prepare", OptionalInt.empty(), false, List.of()),
            new Graph.Node("fit", OptionalInt.of(8), false, List.of("prepare")),
            new Graph.Node("clean", OptionalInt.empty(), true, List.of())));

    abstract Graphs subject();

    /** As the flow of queues does. */
    abstract void plan(String queueId, String runId, Graph graph);

    /** A run's id that no other test uses. */
    abstract String freshId();

    @Test
    void readsWhichJobWaitsForWhich() {
        // Given
        String run = freshId();
        plan("train", run, GRAPH);

        // When, Then
        assertThat(subject().of("train", run)).contains(GRAPH);
    }

    @Test
    void readsNothingWhereNoPlanIs() {
        assertThat(subject().of("train", freshId())).isEmpty();
    }
}
