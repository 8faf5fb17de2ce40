package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** From a task to its answer. */
@Execution(ExecutionMode.CONCURRENT)
class QueueWorkerTest extends OnAQueue {
    @Test
    void takesRunsStoresSaysAndAnswers() throws Exception {
        // Given
        queue(job(
                "fetch",
                "echo out; echo err >&2; mkdir data; echo 1 > data/a.csv; echo 2 > b.csv",
                ",\"resultPaths\":[\"**/*.csv\"]"));

        // When
        FakeActivity.Answered answer = run("fetch");

        // Then
        assertThat(answer.error()).isEmpty();
        assertThat(answer.said().string("results")).isEqualTo("s3://spawn-results/" + PREFIX + "jobs/fetch/");
        assertThat(answer.said().integer("exitCode")).isZero();
        assertThat(answer.said().string("worker")).isEqualTo(FakeCloud.INSTANCE);
        assertThat(answer.said().has("startedAt")).isTrue();
        assertThat(stored("fetch/stdout.log")).isEqualTo("out\n");
        assertThat(stored("fetch/stderr.log")).isEqualTo("err\n");
        assertThat(stored("fetch/results/data/a.csv")).isEqualTo("1\n");
        assertThat(stored("fetch/results/b.csv")).isEqualTo("2\n");
        assertThat(outcome("fetch").string("status")).isEqualTo("succeeded");
        assertThat(said("JobStarted", "fetch")).hasSize(1);
        JsonObject ended = said("JobEnded", "fetch").get(0);
        assertThat(ended.string("status")).isEqualTo("succeeded");
        assertThat(ended.string("results")).isEqualTo(answer.said().string("results"));
        assertThat(ended.string("runId")).isEqualTo(RUN);
        assertThat(ended.integer("attempt")).isEqualTo(1);
        assertThat(cloud.said("JobEnded").get(0).source()).endsWith(":instance/" + FakeCloud.INSTANCE);
    }

    /** What was stored when the answer came is all there is: nothing follows it. */
    @Test
    void theAnswerIsTheLastWord() throws Exception {
        // Given
        queue(job("fetch", "echo 1 > a", ",\"resultPaths\":[\"a\"]"));

        // When
        FakeActivity.Answered answer = run("fetch");
        endRun();
        awaitEnd();

        // Then
        List<String> requests = cloud.requests();
        int last = requests.lastIndexOf("SendTaskSuccess");
        assertThat(requests.subList(0, last))
                .contains("PUT " + STORED + "jobs/fetch/outcome.json", "PUT " + STORED + "jobs/fetch/results/a");
        assertThat(requests.subList(last, requests.size())).noneMatch(call -> call.startsWith("PUT "));
        assertThat(answer.objects()).isEqualTo(5);
        assertThat(requests.lastIndexOf("PutEvents")).isLessThan(last);
    }

    @Test
    void whenTheRunIsOverItSaysSoToTheAgentAndEnds() throws Exception {
        // Given
        queue(job("fetch", "true"), ",\"hooks\":{\"post\":\"echo over >> '" + folder + "/hook'\"}");
        run("fetch");
        assertThat(hasEnded()).isFalse();

        // When
        endRun();

        // Then
        assertThat(awaitEnd()).isZero();
        assertThat(mark("hook")).isEqualTo("over");
        assertThat(Files.readString(folder.resolve("tmp/SPAWN_COMPLETE"))).contains("\"success\"");
        assertThat(folder.resolve("var/lib/spawn/worker").toFile().list()).noneMatch(name -> name.startsWith("fetch"));
    }
}
