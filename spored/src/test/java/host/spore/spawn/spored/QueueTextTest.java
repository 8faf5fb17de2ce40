package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueueTextTest {
    private static final String TEXT = """
            {"queueId":"train","runId":"r2","bucket":"b","prefix":"queues/train/runs/r2/",
             "hooks":{"pre":"mount","post":"umount"},
             "jobs":{
               "fetch":{"command":"./fetch","timeoutSeconds":600,"env":{"A":"1"},"hooks":{"pre":"p"},
                        "resultPaths":["*.csv","/data/**"],"cpus":4,"memoryMb":2048,"after":[],"done":true,
                        "results":"s3://b/queues/train/runs/r1/jobs/fetch/"},
               "fit":{"command":"./fit","timeoutSeconds":60,"env":{},"hooks":{},"resultPaths":[],"array":3,
                      "after":["fetch"],"done":{"0":true,"2":false},"results":"s3://b/queues/train/runs/r1/jobs/fit/"},
               "end":{"command":"./end","timeoutSeconds":60,"after":["fit","fetch"]}}}
            """;

    private final QueueText text = QueueText.parse(TEXT);

    @Test
    void readsAll() {
        QueueJob fetch = text.job("fetch").orElseThrow();
        assertThat(text.hooks().pre()).contains("mount");
        assertThat(text.hooks().post()).contains("umount");
        assertThat(fetch.command()).isEqualTo("./fetch");
        assertThat(fetch.timeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(fetch.env()).containsEntry("A", "1");
        assertThat(fetch.hooks().pre()).contains("p");
        assertThat(fetch.hooks().post()).isEmpty();
        assertThat(fetch.resultPaths()).containsExactly("*.csv", "/data/**");
        assertThat(fetch.need()).isEqualTo(new QueueJob.Need(4, 2048));
        assertThat(text.job("end").orElseThrow().need()).isEqualTo(new QueueJob.Need(0, 0));
        assertThat(text.job("other")).isEmpty();
    }

    @Test
    void knowsWhatIsDone() {
        QueueJob fit = text.job("fit").orElseThrow();
        assertThat(text.job("fetch").orElseThrow().done().includes(OptionalInt.empty()))
                .isTrue();
        assertThat(fit.done().includes(OptionalInt.of(0))).isTrue();
        assertThat(fit.done().includes(OptionalInt.of(1))).isFalse();
        assertThat(fit.done().includes(OptionalInt.of(2))).isFalse();
        assertThat(fit.done().includes(OptionalInt.empty())).isFalse();
        assertThat(text.job("end").orElseThrow().done().includes(OptionalInt.empty()))
                .isFalse();
    }

    /** Of an array that is done in part, the folder is this run's; what was done before stays where it was. */
    @Test
    void knowsWhereThingsAre() {
        QueueJob fit = text.job("fit").orElseThrow();
        assertThat(text.results(fit, OptionalInt.of(0))).isEqualTo("s3://b/queues/train/runs/r1/jobs/fit/0/");
        assertThat(text.results(fit, OptionalInt.of(1))).isEqualTo("s3://b/queues/train/runs/r2/jobs/fit/1/");
        QueueTask task = new QueueTask("t", "r2", "end", OptionalInt.empty(), 1);
        assertThat(text.environment(text.job("end").orElseThrow(), task, "eu-west-1"))
                .containsEntry("RESULTS_FETCH", "s3://b/queues/train/runs/r1/jobs/fetch/")
                .containsEntry("RESULTS_FIT", "s3://b/queues/train/runs/r2/jobs/fit/")
                .containsEntry("RESULTS", "s3://b/queues/train/runs/r2/jobs/end/")
                .doesNotContainKey("JOB_ARRAY_INDEX");
    }

    @ParameterizedTest
    @CsvSource({"fit.2,FIT_2", "a-b_c,A_B_C", "x,X", "9,9"})
    void namesVariables(String job, String variable) {
        assertThat(QueueText.variable(job)).isEqualTo(variable);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"queueId\":\"q\",\"runId\":\"r\",\"bucket\":\"b\",\"prefix\":\"p\"}",
                "{\"queueId\":\"q\",\"runId\":\"r\",\"bucket\":\"b\",\"prefix\":\"p\",\"jobs\":{\"a\":1}}",
                "{\"queueId\":\"q\",\"runId\":\"r\",\"bucket\":\"b\",\"prefix\":\"p\",\"jobs\":{\"a\":{\"command\":\"x\"}}}"
            })
    void whatIsNoneIsRefused(String broken) {
        assertThatThrownBy(() -> QueueText.parse(broken)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"run\":\"r\",\"job\":\"a\"}|-1|1",
                "{\"run\":\"r\",\"job\":\"a\",\"attempt\":2}|-1|3",
                "{\"run\":\"r\",\"job\":\"a\",\"index\":4,\"attempt\":0}|4|1",
                "{\"run\":\"r\",\"job\":\"a\",\"index\":\"5\"}|5|1"
            })
    void readsTasks(String input, int index, int attempt) {
        QueueTask task = QueueTask.parse("t", input);
        assertThat(task.index()).isEqualTo(index < 0 ? OptionalInt.empty() : OptionalInt.of(index));
        assertThat(task.attempt()).isEqualTo(attempt);
    }
}
