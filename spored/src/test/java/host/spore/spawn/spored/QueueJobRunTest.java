package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What one try does on the machine: real processes, hooks, time-outs, results. */
@Execution(ExecutionMode.CONCURRENT)
class QueueJobRunTest extends OnAQueue {
    /** Whatever a shell, a list of processes or a character set might make something else of. */
    private static final String AWKWARD = "it's \"q\" $HOME `id` $(id) \\ \t%s ü 漢 🜁 !! {a,b} *\n  second line";

    @Test
    void anExitCodeIsAnErrorOfItsOwn() throws Exception {
        // Given
        queue(job("bad", "echo why >&2; exit 42", ",\"resultPaths\":[\"*\"]"));

        // When
        FakeActivity.Answered answer = run("bad");

        // Then
        assertThat(answer.error()).contains("Job.Exit.42");
        assertThat(answer.said().string("reason")).isEqualTo("ended with 42");
        assertThat(answer.said().integer("exitCode")).isEqualTo(42);
        assertThat(stored("bad/stderr.log")).isEqualTo("why\n");
        assertThat(outcome("bad").string("status")).isEqualTo("failed");
        JsonObject ended = said("JobEnded", "bad").get(0);
        assertThat(ended.integer("exitCode")).isEqualTo(42);
        assertThat(ended.string("status")).isEqualTo("failed");
    }

    @Test
    void commandAndVariablesReachTheJobByteByByte() throws Exception {
        // Given
        String quoted = "'" + AWKWARD.replace("'", "'\\''") + "'";
        queue(job(
                "bytes",
                "printf %s " + quoted + "\nprintf %s \"$GIVEN\" >&2\ncat <<'END' > heredoc\n" + AWKWARD + "\nEND",
                ",\"env\":{\"GIVEN\":" + Json.of(AWKWARD) + ",\"UID\":\"mine\",\"JOB_ID\":\"theirs\"}",
                ",\"resultPaths\":[\"heredoc\"]"));

        // When
        FakeActivity.Answered answer = run("bytes");

        // Then
        assertThat(answer.error()).isEmpty();
        assertThat(stored("bytes/stdout.log")).isEqualTo(AWKWARD);
        assertThat(stored("bytes/stderr.log")).isEqualTo(AWKWARD);
        assertThat(stored("bytes/results/heredoc")).isEqualTo(AWKWARD + "\n");
    }

    @Test
    void knowsWhereItIsAndWhereItsPredecessorsPutTheirResults() throws Exception {
        // Given
        queue(job(
                        "fit",
                        "env | grep -E '^(JOB_|QUEUE_|SPAWN_RUN|RESULTS|AWS_REGION|MALLOC|LATER)' | sort",
                        ",\"array\":5,\"after\":[\"get.1\",\"old\"],\"env\":{\"LATER\":\"1\"}")
                + "," + job("get.1", "true") + ","
                + job("old", "true", ",\"done\":true,\"results\":\"s3://elsewhere/old/\""));

        // When
        offer("fit", 3, 1);
        start(1);
        answered("fit3");

        // Then
        String jobs = "s3://spawn-results/" + PREFIX + "jobs/";
        assertThat(stored("fit/3/stdout.log").split("\n"))
                .containsExactly(
                        "AWS_REGION=eu-west-1",
                        "JOB_ARRAY_INDEX=3",
                        "JOB_ARRAY_SIZE=5",
                        "JOB_ATTEMPT=2",
                        "JOB_ID=fit",
                        "LATER=1",
                        "QUEUE_ID=train",
                        "RESULTS=" + jobs + "fit/3/",
                        "RESULTS_GET_1=" + jobs + "get.1/",
                        "RESULTS_OLD=s3://elsewhere/old/",
                        "SPAWN_RUN_ID=" + RUN);
        assertThat(said("JobEnded", "fit").get(0).integer("index")).isEqualTo(3);
        assertThat(said("JobEnded", "fit").get(0).integer("attempt")).isEqualTo(2);
    }

    @Test
    void aTimeOutKillsTheWholeFamily() throws Exception {
        // Given: a child, a grandchild, and one that has a process group of its own, as in an interactive shell
        queue(job(
                "slow",
                "echo began; (tail -f /dev/null & echo $! > '" + folder + "/grandchild'; wait) &\n"
                        + "set -m; tail -f /dev/null & echo $! > '" + folder + "/grouped'; wait",
                ",\"timeoutSeconds\":1"));

        // When
        FakeActivity.Answered answer = run("slow");

        // Then
        assertThat(answer.error()).contains("Job.TimedOut");
        assertThat(answer.said().string("reason")).isEqualTo("was killed after its timeout of 1 s");
        assertThat(answer.said().has("exitCode")).isFalse();
        assertThat(OnAMachine.isOver(Long.parseLong(mark("grandchild")))).isTrue();
        assertThat(OnAMachine.isOver(Long.parseLong(mark("grouped")))).isTrue();
        assertThat(stored("slow/stdout.log")).startsWith("began\n");
        assertThat(said("JobEnded", "slow").get(0).string("status")).isEqualTo("timed-out");
    }

    @Test
    void whatItLeavesInTheBackgroundEndsWithIt() throws Exception {
        // Given
        queue(job("leaves", "tail -f /dev/null & echo $! > '" + folder + "/left'"));

        // When
        FakeActivity.Answered answer = run("leaves");

        // Then
        assertThat(answer.error()).isEmpty();
        assertThat(OnAMachine.isOver(Long.parseLong(mark("left")))).isTrue();
    }

    @Test
    void aFailingHookBeforeItIsItsOwnReason() throws Exception {
        // Given
        queue(job(
                "hooked",
                "touch '" + folder + "/ran'",
                ",\"hooks\":{\"pre\":\"echo no data; exit 3\",\"post\":\"echo after\"}"));

        // When
        FakeActivity.Answered answer = run("hooked");

        // Then
        assertThat(answer.error()).contains("Job.HookFailed");
        assertThat(answer.said().string("reason")).isEqualTo("its pre hook ended with 3");
        assertThat(isMarked("ran")).isFalse();
        assertThat(stored("hooked/stdout.log")).isEqualTo("no data\nafter\n");
        assertThat(said("JobEnded", "hooked").get(0).string("status")).isEqualTo("failed");
    }

    @Test
    void theHookAfterItRunsWhateverHappenedAndChangesNothing() throws Exception {
        // Given
        String hooks = ",\"hooks\":{\"pre\":\"echo pre\",\"post\":\"echo post; exit 9\"}";
        queue(job("good", "echo good", hooks) + "," + job("bad", "echo bad; exit 1", hooks) + ","
                + job("slow", "echo slow; tail -f /dev/null", hooks, ",\"timeoutSeconds\":1"));
        List.of("good", "bad", "slow").forEach(this::offer);

        // When
        start(3);

        // Then
        assertThat(answered("good").error()).isEmpty();
        assertThat(answered("bad").error()).contains("Job.Exit.1");
        assertThat(answered("slow").error()).contains("Job.TimedOut");
        for (String job : List.of("good", "bad", "slow")) {
            assertThat(stored(job + "/stdout.log")).isEqualTo("pre\n" + job + "\npost\n");
        }
    }

    @Test
    void aHookBeforeItUsesItsTimeAndOneAfterItHasItsOwn() throws Exception {
        // Given
        queue(job("early", "true", ",\"timeoutSeconds\":1,\"hooks\":{\"pre\":\"tail -f /dev/null\"}") + ","
                + job("late", "true", ",\"hooks\":{\"post\":\"tail -f /dev/null\"}"));
        offer("early");
        offer("late");

        // When
        start(2);

        // Then
        assertThat(answered("early").error()).contains("Job.TimedOut");
        assertThat(answered("late").error()).isEmpty();
    }

    @Test
    void eachTryHasAFolderOfItsOwn() throws Exception {
        // Given
        queue(job("alone", "pwd; ls -A; touch here", ",\"array\":2"));
        offer("alone", 0, 0);
        offer("alone", 1, 0);

        // When
        start(2);
        answered("alone0");
        answered("alone1");

        // Then
        String[] zero = stored("alone/0/stdout.log").split("\n");
        String[] one = stored("alone/1/stdout.log").split("\n");
        assertThat(zero).hasSize(1);
        assertThat(one).hasSize(1);
        assertThat(zero[0]).isNotEqualTo(one[0]);
    }

    @Test
    void commandsAndVariablesStandInNoJournalAndNoListOfProcesses() throws Exception {
        // Given
        queue(job(
                "secret",
                "# hunter2\ncat /proc/$$/cmdline /proc/$PPID/cmdline | tr '\\0' ' '; exit 1",
                ",\"env\":{\"TOKEN\":\"hunter3\"}"));

        // When
        run("secret");

        // Then
        assertThat(stored("secret/stdout.log")).contains("command.sh").doesNotContain("hunter");
        assertThat(journal()).contains("secret").doesNotContain("hunter");
        assertThat(cloud.said().toString()).doesNotContain("hunter");
        assertThat(stored("secret/outcome.json")).doesNotContain("hunter");
    }

    @Test
    void theJournalHasTheBeginningOfWhatItWritesAndTheStoreAllOfIt() throws Exception {
        // Given
        queue(job("chatty", "echo hello; echo trouble >&2; seq 1 50000"));

        // When
        run("chatty");

        // Then
        await("the end of the tail", () -> journal().contains("chatty out: …"));
        assertThat(journal()).contains("chatty out: hello", "chatty err: trouble");
        assertThat(journal().lines().filter(line -> line.startsWith("chatty out")))
                .hasSizeLessThan(100);
        assertThat(stored("chatty/stdout.log")).endsWith("\n49999\n50000\n");
    }

    @Test
    void aResultThatCanNeverBeStoredFailsTheJobAndIsNotTriedElsewhere() throws Exception {
        // Given
        queue(job("outside", "true", ",\"resultPaths\":[\"a/../../b\"]"));

        // When
        FakeActivity.Answered answer = run("outside");

        // Then
        assertThat(answer.error()).contains("Job.ResultsRefused");
        assertThat(answer.said().string("reason")).contains("leads outside");
        assertThat(outcome("outside").string("status")).isEqualTo("failed");
        assertThat(stored("outside/stdout.log")).isEmpty();
    }

    @Test
    void largeResultsGoByAProgramThatIsQuickerAndAreTheSame() throws Exception {
        // Given
        queue(job(
                "large",
                "head -c 3000000 /dev/zero | tr '\\0' x > \"a \\\"b\\\" ü\\\\.bin\"; sha256sum a*",
                ",\"resultPaths\":[\"*.bin\"]"));

        // When
        FakeActivity.Answered answer = run("large");

        // Then
        assertThat(answer.error()).isEmpty();
        String large = stored("large/results/a \"b\" ü\\.bin");
        assertThat(large).hasSize(3_000_000).matches("x+");
        assertThat(cloud.agents()).anyMatch(agent -> agent.startsWith("curl/"));
    }

    @Test
    void noFolderOfAJobStaysBehind() throws Exception {
        // Given
        queue(job("tidy", "mkdir -p a/b; touch a/b/c; chmod 500 a/b; ln -s '" + folder + "/etc' link"));

        // When
        run("tidy");

        // Then
        Path jobs = folder.resolve("var/lib/spawn/worker");
        await(
                "the folder is gone",
                () -> List.of(jobs.toFile().list()).stream().noneMatch(name -> name.startsWith("tidy")));
        assertThat(Files.exists(folder.resolve("etc/spored/config.yaml"))).isTrue();
    }
}
