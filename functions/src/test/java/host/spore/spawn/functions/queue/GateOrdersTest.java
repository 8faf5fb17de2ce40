package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.functions.lambda.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Everything that can happen at a gate, in every order. The gate of report waits for {@code fit} and {@code baseline}. */
class GateOrdersTest {
    private static final String TWO = """
            {"queue_id": "train", "on_failure": "continue", "workers": {"instance_type": "c7i.large"}, "jobs": [
             {"job_id": "a", "command": "a", "timeout": "1m"},
             {"job_id": "b", "command": "b", "timeout": "1m"},
             {"job_id": "c", "command": "c", "timeout": "1m"},
             {"job_id": "x", "command": "x", "timeout": "1m", "depends_on": ["a"]},
             {"job_id": "y", "command": "y", "timeout": "1m", "depends_on": ["a", "b", "c"]},
             {"job_id": "z", "command": "z", "timeout": "1m", "depends_on": ["b"]},
             {"job_id": "w", "command": "w", "timeout": "1m", "depends_on": ["c"]}]}
            """;

    /** One branch at the gate: it parks, and reads when it is too late for that. */
    private static final class Branch {
        String says = "not there";
    }

    private final List<String> seen = new ArrayList<>();

    private static Stage stage() {
        Stage stage = new Stage();
        stage.submit(Stage.RUN, TWO);
        stage.makeItems(Stage.RUN);
        return stage;
    }

    private static Plan plan(Stage stage) {
        return new Plans(stage.documents, Stage.BUCKET).of("train", Stage.RUN);
    }

    private static String target(Stage stage) {
        return plan(stage).gates().getFirst().target();
    }

    private static List<String> awaits(Stage stage) {
        return plan(stage).gates().getFirst().awaits();
    }

    private static void park(Stage stage, Branch branch) {
        String token = "token-1";
        if (stage.gates.park(Stage.RUN, target(stage), token)) {
            stage.callbacks.park(token);
            branch.says = "parked";
        } else {
            branch.says = stage.gates.look(Stage.RUN, target(stage));
        }
    }

    /** What the branch does next, once everything has happened. */
    private static String end(Stage stage, Branch branch) {
        if (!branch.says.equals("parked")) {
            return branch.says;
        }
        return stage.callbacks.taken.isEmpty()
                ? "waits"
                : stage.callbacks.taken.getFirst().contains("Job.Skipped") ? "skip" : "open";
    }

    private static List<List<Integer>> orders(int size) {
        List<List<Integer>> orders = new ArrayList<>();
        permute(new ArrayList<>(), size, orders);
        return orders;
    }

    private static void permute(List<Integer> order, int size, List<List<Integer>> into) {
        if (order.size() == size) {
            into.add(List.copyOf(order));
            return;
        }
        for (int i = 0; i < size; i++) {
            if (!order.contains(i)) {
                order.add(i);
                permute(order, size, into);
                order.removeLast();
            }
        }
    }

    @Test
    void theGateWaitsForMoreThanOne() {
        assertThat(awaits(stage())).hasSizeGreaterThan(1);
    }

    /** Every release once or twice, the park anywhere in between; each step may lose its reply and be asked again. */
    @Test
    void opensWithTheLastReleaseInEveryOrder() {
        List<String> labels = awaits(stage());
        for (List<Integer> order : orders(2 * labels.size() + 1)) {
            for (boolean loses : List.of(false, true)) {
                Stage stage = stage();
                Branch branch = new Branch();
                TreeSet<String> released = new TreeSet<>();
                for (int what : order) {
                    if (what == 2 * labels.size()) {
                        park(stage, branch);
                        assertThat(branch.says)
                                .as("%s at %s", order, released)
                                .isEqualTo(released.size() == labels.size() ? "open" : "parked");
                    } else {
                        String label = labels.get(what / 2);
                        release(stage, label, loses);
                        released.add(label);
                    }
                    if (released.size() < labels.size()) {
                        assertThat(stage.callbacks.taken).as("%s", order).isEmpty();
                    }
                }
                assertThat(end(stage, branch)).as("%s", order).isEqualTo("open");
                assertThat(stage.callbacks.taken).hasSizeLessThanOrEqualTo(1);
                seen.add(branch.says);
            }
        }
        assertThat(new TreeSet<>(seen)).containsExactly("open", "parked");
    }

    private static void release(Stage stage, String label, boolean loses) {
        if (loses) {
            stage.gates.faults.loseNextReply();
            assertThatThrownBy(() -> stage.release(Stage.RUN, label)).isInstanceOf(Faults.FaultException.class);
        }
        stage.release(Stage.RUN, label);
    }

    /** The write is done, the answer is not: the step is asked again and answers. */
    @Test
    void aStepThatDiesBeforeItsAnswerAnswersWhenItIsAskedAgain() {
        // Given
        Stage stage = stage();
        Branch branch = new Branch();
        List<String> labels = awaits(stage);
        park(stage, branch);
        labels.subList(1, labels.size()).forEach(label -> stage.release(Stage.RUN, label));
        stage.callbacks.faults.failNext(1);

        // When
        assertThatThrownBy(() -> stage.release(Stage.RUN, labels.getFirst())).isInstanceOf(Faults.FaultException.class);
        assertThat(end(stage, branch)).isEqualTo("waits");
        stage.release(Stage.RUN, labels.getFirst());

        // Then
        assertThat(end(stage, branch)).isEqualTo("open");
    }

    /** Releases, a failure and the park in every order: whatever is first decides, and the branch always hears of it. */
    @Test
    void aFailureAndReleasesInEveryOrder() {
        List<String> labels = awaits(stage());
        // The failure is of the first; the others are released. Its own release never comes.
        for (List<Integer> order : orders(labels.size() + 1)) {
            for (boolean loses : List.of(false, true)) {
                Stage stage = stage();
                Branch branch = new Branch();
                for (int what : order) {
                    if (what == 0) {
                        settle(stage, labels.getFirst(), loses);
                    } else if (what == labels.size()) {
                        park(stage, branch);
                    } else {
                        release(stage, labels.get(what), loses);
                    }
                }
                assertThat(end(stage, branch)).as("%s", order).isEqualTo("skip");
                // And nothing later changes it.
                labels.forEach(label -> stage.release(Stage.RUN, label));
                assertThat(stage.gates.look(Stage.RUN, target(stage))).isEqualTo("skip");
            }
        }
    }

    private static void settle(Stage stage, String job, boolean loses) {
        String failure = "{\"job\":\"" + job + "\",\"error\":\"Job.Exit.3\"}";
        if (loses) {
            stage.gates.faults.loseNextReply();
            assertThatThrownBy(() -> stage.settle(Stage.RUN, failure)).isInstanceOf(Faults.FaultException.class);
        }
        stage.settle(Stage.RUN, failure);
    }

    /** A gate that all have opened is open, whatever a late or doubled step says. */
    @Test
    void anOpenGateIsNeverSkipped() {
        // Given
        Stage stage = stage();
        List<String> labels = awaits(stage);
        labels.forEach(label -> stage.release(Stage.RUN, label));

        // When
        stage.settle(Stage.RUN, "{\"job\":\"" + labels.getFirst() + "\",\"error\":\"Job.Exit.3\"}");

        // Then
        assertThat(stage.gates.look(Stage.RUN, target(stage))).isEqualTo("open");
    }

    @Test
    void anOpenGateIsNotShutByMakingTheItemsAgain() {
        // Given
        Stage stage = stage();
        List<String> labels = awaits(stage);
        stage.release(Stage.RUN, labels.getFirst());
        stage.makeItems(Stage.RUN);
        labels.subList(1, labels.size()).forEach(label -> stage.release(Stage.RUN, label));

        // When
        stage.makeItems(Stage.RUN);

        // Then
        assertThat(stage.gates.look(Stage.RUN, target(stage))).isEqualTo("open");
    }

    /** Whoever stands before it is told by its absence; nobody makes it by releasing it. */
    @Test
    void aLostItemStaysLost() {
        // Given
        Stage stage = stage();
        String target = target(stage);
        List<String> labels = awaits(stage);
        stage.gates.forget(Stage.RUN, target);

        // When
        labels.forEach(label -> stage.release(Stage.RUN, label));

        // Then
        assertThat(stage.gates.look(Stage.RUN, target)).isEqualTo("shut");
        assertThat(stage.callbacks.taken).isEmpty();
    }
}
