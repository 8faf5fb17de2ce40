package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.QueueId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.file.Element;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {
    static Plan of(String file, Map<Element, String> done) {
        return of(file, done, List.of());
    }

    static Plan of(String file, Map<Element, String> done, List<String> resultBuckets) {
        Preparation.Ready ready =
                (Preparation.Ready) Preparation.of(file, new QueueId("train"), "run-1", setting(resultBuckets));
        return new Plan(
                "train",
                "run-1",
                "ada",
                ready.queue().onFailure(),
                ready.queue().globalTimeout().value().toSeconds(),
                ready.blueprint().hash(),
                ready.results(),
                Preparation.jobs(ready.queue()),
                ready.compiled().gates(),
                ready.blueprint().executions(),
                done);
    }

    static Preparation.Setting setting(List<String> resultBuckets) {
        return new Preparation.Setting(
                Stage.BUCKET, resultBuckets, new Blueprint.Fixtures("step-arn", "spawn-queues", "role-arn"));
    }

    @Test
    void whatIsWrittenIsRead() {
        String elementwise = """
                {"queue_id": "train", "on_failure": "stop", "workers": {"instance_type": "c7i.large"},
                 "result_s3_bucket": "lab", "result_s3_prefix": "mine", "jobs": [
                 {"job_id": "prep", "command": "p", "timeout": "1m", "array": 4,
                  "retry": {"max_attempts": 5, "retry_on_codes": [1, 75], "dont_retry_on_codes": [2]}},
                 {"job_id": "fit", "command": "f", "timeout": "1m", "array": 4,
                  "depends_on": [{"job_id": "prep", "type": "N_TO_N"}]},
                 {"job_id": "tidy", "command": "t", "timeout": "1m", "always": true}]}
                """;
        for (Plan plan : List.of(
                of(Stage.TRAIN, Map.of()),
                of(Stage.TRAIN, Map.of(Element.of("fetch"), "s3://x/", Element.of("fit", 2), "s3://y/")),
                of(elementwise, Map.of(), List.of("lab")))) {
            assertThat(Plan.read(JsonObject.parse(plan.toJson().toString()))).isEqualTo(plan);
        }
    }

    @Test
    void gatesAreFoundByWhatTheyWaitFor() {
        Plan plan = of(Stage.TRAIN, Map.of());
        assertThat(plan.gates()).isNotEmpty();
        plan.gates()
                .forEach(gate -> gate.awaits()
                        .forEach(label -> assertThat(plan.awaiting(label)).contains(gate.target())));
        assertThat(plan.awaiting("nobody")).isEmpty();
    }
}
