package host.spore.spawn.queues.file;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueueFileTest {
    private static Queue queue(String text, String name) {
        return switch (QueueFile.read(text, name)) {
            case QueueFile.Understood understood -> understood.queue();
            case QueueFile.Wrong wrong -> throw new AssertionError(wrong.problems());
        };
    }

    private static List<String> problems(String text, String name) {
        return switch (QueueFile.read(text, name)) {
            case QueueFile.Understood understood -> List.of();
            case QueueFile.Wrong wrong ->
                wrong.problems().stream().map(Problem::toString).toList();
        };
    }

    private static String withJob(String members) {
        return "{\"queue_id\":\"q\",\"jobs\":[{\"job_id\":\"a\",\"command\":\"true\",\"timeout\":\"1m\"," + members
                + "}]}";
    }

    /** As the system before this one has them: fractions, milliseconds and an empty policy included. */
    private static final String OF_OLD = """
            {
              "queue_id": "ml-1", "queue_name": "ML Pipeline", "global_timeout": "2.5h", "on_failure": "",
              "result_s3_bucket": "my-results", "result_s3_prefix": "runs/1",
              "jobs": [
                {"job_id": "prep", "command": "python prep.py", "timeout": "1h30m", "env": {"STAGE": "prep"},
                 "depends_on": [], "result_paths": ["/data/prep/*.csv"]},
                {"job_id": "train", "command": "python train.py", "timeout": "90.5m", "depends_on": ["prep"],
                 "retry": {"max_attempts": 3, "backoff": "exponential", "base_delay": "500ms", "max_delay": "1m30s",
                           "jitter": 0.3, "retry_on_codes": [1, 137], "dont_retry_on_codes": [2]}}
              ]
            }
            """;

    @Test
    void aFileOfTheSystemBeforeIsTakenAsItIs() {
        // When
        Queue queue = queue(OF_OLD, "queue.json");

        // Then
        assertThat(queue.name()).isEqualTo("ML Pipeline");
        assertThat(queue.globalTimeout()).hasToString("2h30m");
        assertThat(queue.onFailure()).isEqualTo(OnFailure.STOP);
        assertThat(queue.jobs().get(1).timeout()).hasToString("1h30m30s");
        Retry retry = queue.jobs().get(1).retry().orElseThrow();
        assertThat(retry.baseDelay()).as("upwards").hasToString("1s");
        assertThat(retry.maxDelay()).hasToString("1m30s");
        assertThat(retry.retryOnCodes()).containsExactly(1, 137);
        assertThat(retry.dontRetryOnCodes()).containsExactly(2);
        assertThat(((QueueFile.Understood) QueueFile.read(OF_OLD, "queue.json")).notes())
                .extracting(Problem::toString)
                .containsExactly("/jobs/1/retry/jitter: 0.3 is read as 1: pauses always have full jitter");
    }

    @Test
    void yamlSaysTheSameAsJson() {
        // Given
        String yaml = """
                queue_id: ml-1
                queue_name: ML Pipeline
                global_timeout: 2.5h
                on_failure: ""
                result_s3_bucket: my-results
                result_s3_prefix: runs/1
                jobs:
                  - job_id: prep
                    command: python prep.py
                    timeout: 1h30m
                    env: {STAGE: prep}
                    depends_on: []
                    result_paths: ["/data/prep/*.csv"]
                  - job_id: train
                    command: python train.py
                    timeout: 90.5m
                    depends_on: [prep]
                    retry:
                      max_attempts: 3
                      backoff: exponential
                      base_delay: 500ms
                      max_delay: 1m30s
                      jitter: 0.3
                      retry_on_codes: [1, 137]
                      dont_retry_on_codes: [2]
                """;

        // Then
        assertThat(queue(yaml, "queue.yaml")).isEqualTo(queue(OF_OLD, "queue.json"));
        assertThat(queue(OF_OLD, "queue.yml")).as("JSON is YAML").isEqualTo(queue(OF_OLD, "queue.json"));
        assertThat(queue(OF_OLD, "queue")).as("JSON without an extension").isEqualTo(queue(OF_OLD, "queue.json"));
    }

    @Test
    void allProblemsOfAFileAreToldAtOnce() {
        // Given
        String yaml = """
                queue_id: my queue
                on_failure: contine
                global_timout: 1h
                workers: {count: 0, instance_type: big}
                jobs:
                  - job_id: prepare_data
                    command: make data
                    timeout: 10m
                  - job_id: fit
                    command: ""
                    timeout: "90"
                    depends_on: [prepare-data, select]
                  - job_id: score
                    command: make score
                    depends_on: [fit, score]
                    retry: {max_attempts: 0, delay: 5s, backoff: linear, jitter: 2}
                  - job_id: select
                    command: make select
                    timeout: 1w
                    depends_on: [score]
                    result_paths: [../secrets, /etc/passwd]
                    env: {2BAD: x, LIST: [1]}
                    array: 0
                  - job_id: fit
                    command: make fit
                    timeout: 1m
                    hooks: {before: x}
                """;

        // Then
        assertThat(problems(yaml, "broken.yaml"))
                .containsExactlyInAnyOrder(
                        "/queue_id: \"my queue\": letters, digits, '.', '_' and '-', at most 60",
                        "/global_timout: unknown key; did you mean \"global_timeout\"?",
                        "/on_failure: \"contine\": one of continue, stop",
                        "/workers/count: 0: a whole number from 1 to 1000",
                        "/workers/instance_type: \"big\": an instance type, for example c7i.large, or up to 10 in the order in"
                                + " which to try them: 'c7i.large|c7a.large'",
                        "/jobs/1/command: empty: the shell to run",
                        "/jobs/1/timeout: \"90\": use s, m, h, d, for example 90s",
                        "/jobs/1/depends_on/0: no job \"prepare-data\"; did you mean \"prepare_data\"?",
                        "/jobs/2/timeout: missing: how long one try may take, for example \"30m\"",
                        "/jobs/2/depends_on/1: \"score\": a job cannot wait for itself",
                        "/jobs/2/retry/max_attempts: 0: a whole number from 1 to 100",
                        "/jobs/2/retry/delay: unknown key; known are backoff, base_delay, dont_retry_on_codes, jitter,"
                                + " max_attempts, max_delay, retry_on_codes",
                        "/jobs/2/retry/backoff: \"linear\": one of exponential, exponential-jitter, fixed",
                        "/jobs/2/retry/jitter: 2: from 0 to 1",
                        "/jobs/3/timeout: \"1w\": use s, m, h, d, for example 30s, 1.5h or 2h30m",
                        "/jobs/3/result_paths/0: \"../secrets\": leads outside by \"..\"; name a place inside the job's folder",
                        "/jobs/3/result_paths/1: \"/etc/passwd\": results are never taken from /etc; write them into the job's"
                                + " own folder",
                        "/jobs/3/env/2BAD: a variable's name has letters, digits and '_', and does not begin with a digit",
                        "/jobs/3/env/LIST: expected a string, got an array",
                        "/jobs/3/array: 0: a whole number from 1 to 1600",
                        "/jobs/4/job_id: \"fit\": the id of /jobs/1 too; an id names one job",
                        "/jobs/4/hooks/before: unknown key; known are post, pre",
                        "/jobs/1/depends_on/1: cycle: fit -> score -> select -> fit");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
            []                                                 | expected an object with queue_id and jobs, got an array
            {"queue_id":"q"}                                   | /jobs: no jobs; a queue has at least one
            {"queue_id":"q","jobs":[]}                         | /jobs: no jobs; a queue has at least one
            {"queue_id":"q","jobs":{}}                         | /jobs: expected an array, got an object
            {"queue_id":"q","jobs":["a"]}                      | /jobs/0: expected an object, got a string
            {"queue_id":7,"jobs":[{"job_id":"a","command":"b","timeout":"1s"}]} | /queue_id: expected a string, got a number (in quotes it is a string)
            {"queue_id":"..","jobs":[{"job_id":"a","command":"b","timeout":"1s"}]} | /queue_id: "..": not a name; use a letter or a digit as well
            {"queue_id":"q","queue_id":"r"}                    | line 1, column 31: the key "queue_id" is there twice
            {"queue_id":"q",                                   | line 1, column 17: a key in double quotes was expected
            """)
    void aFileThatIsNoQueueSaysWhatItIs(String text, String problem) {
        assertThat(problems(text, "queue.json")).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
            "timeout2": 1                          | /jobs/0/timeout2: unknown key; did you mean "timeout"?
            "Depends_On": []                       | /jobs/0/Depends_On: unknown key; did you mean "depends_on"?
            "depends_on": "b"                      | /jobs/0/depends_on: expected an array, got a string
            "depends_on": [3]                      | /jobs/0/depends_on/0: expected a job's id, or {"job_id": …, "type": "N_TO_N"}, got a number
            "depends_on": [{"job_id":"b"}]         | /jobs/0/depends_on/0: no job "b"; did you mean "a"?
            "depends_on": [{"job_id":"a"}]         | /jobs/0/depends_on/0: "a": a job cannot wait for itself
            "retry": {}                            | /jobs/0/retry/max_attempts: missing: how often in all, for example 3
            "retry": {"max_attempts": 1.5}         | /jobs/0/retry/max_attempts: 1.5: a whole number from 1 to 100
            "retry": {"max_attempts": 2, "retry_on_codes": [300]} | /jobs/0/retry/retry_on_codes/0: 300: a whole number from 0 to 255
            "retry": {"max_attempts": 2, "base_delay": "0s"} | /jobs/0/retry/base_delay: "0s": must be more than zero, for example 30s
            "retry": {"max_attempts": 2, "base_delay": "366d"} | /jobs/0/retry/base_delay: "366d": too long, 365d at most
            "result_paths": ["a/../../b"]          | /jobs/0/result_paths/0: "a/../../b": leads outside by ".."; name a place inside the job's folder
            "result_paths": [""]                   | /jobs/0/result_paths/0: "": empty; for example results/*.csv
            "array": "3"                           | /jobs/0/array: expected a whole number from 1 to 1600, got a string
            "array": 1601                          | /jobs/0/array: 1601: a whole number from 1 to 1600
            "always": "yes"                        | /jobs/0/always: expected true or false, got a string
            "env": {"A/B~": "x"}                   | /jobs/0/env/A~1B~0: a variable's name has letters, digits and '_', and does not begin with a digit
            "env": {"A": "\\u0000"}                 | /jobs/0/env/A: has a NUL character, which no process can be given; take it out
            "hooks": {"pre": "\\ud83d"}             | /jobs/0/hooks/pre: has half of a character (\\ud83d), which has no UTF-8 form
            """)
    void aJobThatIsWrongSaysWhereAndWhatToDo(String members, String problem) {
        assertThat(problems(withJob(members), "queue.json")).containsExactly(problem);
    }

    @Test
    void arraysWaitElementByElementOnlyForArraysOfOneSizeAndNothingWaitsForWhatRunsAlways() {
        // Given
        String yaml = """
                queue_id: q
                jobs:
                  - {job_id: a, command: x, timeout: 1s, array: 3}
                  - {job_id: b, command: x, timeout: 1s, array: 4, depends_on: [{job_id: a, type: N_TO_N}]}
                  - {job_id: c, command: x, timeout: 1s, depends_on: [{job_id: a, type: N_TO_N}, {job_id: d, type: SOME}]}
                  - {job_id: d, command: x, timeout: 1s, always: true, depends_on: [a]}
                """;

        // Then
        assertThat(problems(yaml, "q.yaml"))
                .containsExactly(
                        "/jobs/2/depends_on/1/type: \"SOME\": one of ALL, N_TO_N",
                        "/jobs/1/depends_on/0: \"a\": N_TO_N is between arrays of one size; a has 3 elements, b has 4 elements",
                        "/jobs/2/depends_on/0: \"a\": N_TO_N is between arrays of one size; a has 3 elements, c is no array",
                        "/jobs/2/depends_on/1: \"d\": it runs after everything else (always), so nothing else can wait for it");
    }

    @Test
    void everyTangleShowsItsShortestCycle() {
        // Given: two tangles, one of them with a long and a short way round, and a chain of thousands before it
        String chain = IntStream.range(0, 5_000)
                .mapToObj(i -> "{\"job_id\":\"n" + i + "\",\"command\":\"x\",\"timeout\":\"1s\",\"depends_on\":["
                        + (i == 0 ? "" : "\"n" + (i - 1) + "\"") + "]}")
                .collect(Collectors.joining(","));
        String text = "{\"queue_id\":\"q\",\"jobs\":[" + chain + """
                ,{"job_id":"a","command":"x","timeout":"1s","depends_on":["c","n4999","b"]}
                ,{"job_id":"b","command":"x","timeout":"1s","depends_on":["a"]}
                ,{"job_id":"c","command":"x","timeout":"1s","depends_on":["b"]}
                ,{"job_id":"y","command":"x","timeout":"1s","depends_on":["z"]}
                ,{"job_id":"z","command":"x","timeout":"1s","depends_on":["y"]}]}
                """;

        // Then
        assertThat(problems(text, "q.json"))
                .containsExactly(
                        "/jobs/5000/depends_on/2: cycle: a -> b -> a", "/jobs/5003/depends_on/0: cycle: y -> z -> y");
    }

    @Test
    void aCommandWithAnyCharacterStaysExact() {
        // Given: everything that a shell, JSON, YAML or JSONata might take for something else, and then dice
        Random random = new Random(6);
        for (int number = 0; number < 500; number++) {
            StringBuilder command = new StringBuilder(
                    number == 0
                            ? "echo \"$HOME\" `id` '{% $run %}' \\ \n\t${X} %> é 日本 😀 \u0001\u007f\u2028\ufeff"
                            : "x");
            for (int i = 0; i < 40; i++) {
                int c = random.nextInt(3) == 0 ? random.nextInt(0x10fff) : random.nextInt(0x80);
                command.appendCodePoint(c == 0 || (c >= 0xd800 && c < 0xe000) ? '$' : c);
            }
            String text = JsonObject.builder()
                    .put("queue_id", "q")
                    .put(
                            "jobs",
                            new host.spore.spawn.events.json.JsonArray(List.of(JsonObject.builder()
                                    .put("job_id", "a")
                                    .put("command", command.toString())
                                    .put("timeout", "1s")
                                    .build())))
                    .build()
                    .toString();

            // Then
            assertThat(queue(text, "q.json").jobs().getFirst().command()).isEqualTo(command.toString());
        }
    }

    @Test
    void yamlKeepsACommandExactToo() {
        // Given
        String yaml =
                "queue_id: q\njobs:\n- job_id: a\n  timeout: 1s\n  command: |\n    echo \"$HOME\" `id` 'x' \\\n      é 日本 😀 {% x %} # no comment\n    \ttab: {a: b}\n";

        // Then
        assertThat(queue(yaml, "q.yaml").jobs().getFirst().command())
                .isEqualTo("echo \"$HOME\" `id` 'x' \\\n  é 日本 😀 {% x %} # no comment\n\ttab: {a: b}\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
            30s       | 30s
            1.5h      | 1h30m
            500ms     | 1s
            1500ms    | 2s
            0.1s      | 1s
            1d12h     | 1d12h
            1m1m      | 2m
            2h0.5m    | 2h30s
            """)
    void durationsOfFilesAreMadeWholeSecondsUpwards(String text, String normal) {
        assertThat(FileDuration.parse(text)).hasToString(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30",
                "1w",
                "2 h",
                "-1h",
                "2H",
                "0s",
                "0.0ms",
                ".5h",
                "1.h",
                "1us",
                "h",
                "1e3s",
                "٣s",
                "366d",
                "99999999999999999999999999999999999999999d"
            })
    void whatIsNoDurationIsRefused(String text) {
        assertThat(problems(
                        withJob("\"cpus\":1").replace("\"1m\"", Json.of(text).toString()), "q.json"))
                .singleElement()
                .asString()
                .startsWith("/jobs/0/timeout: \"");
    }
}
