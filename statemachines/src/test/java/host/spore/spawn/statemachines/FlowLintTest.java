package host.spore.spawn.statemachines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FlowLintTest {
    private static final String CLEAN = """
            {
              "Comment": "why", "QueryLanguage": "JSONata", "StartAt": "Work",
              "States": {
                "Work": {
                  "Comment": "why", "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": {"FunctionName": "${WorkFunctionArn}"}, "TimeoutSeconds": 60,
                  "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 3, "MaxDelaySeconds": 10, "JitterStrategy": "FULL"}],
                  "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Parked"}],
                  "Next": "Parked"
                },
                "Parked": {
                  "Comment": "why", "Type": "Task",
                  "Resource": "arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken", "TimeoutSeconds": 60,
                  "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Answered"}],
                  "Next": "Answered"
                },
                "Answered": {
                  "Comment": "why", "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
                  "TimeoutSeconds": 60, "HeartbeatSeconds": 20,
                  "Catch": [{"ErrorEquals": ["States.HeartbeatTimeout", "States.Timeout"], "Next": "Done"}],
                  "Next": "Which?"
                },
                "Which?": {
                  "Comment": "why", "Type": "Choice",
                  "Choices": [{"Condition": "{% true %}", "Next": "Done"}],
                  "Default": "Done"
                },
                "Done": {"Comment": "why", "Type": "Succeed"}
              }
            }
            """;

    /** What is not among them is not looked at. */
    @Test
    void everyFileIsAFlow() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/asl"))) {
            assertThat(files.map(
                            file -> "spawn-" + file.getFileName().toString().replace(".asl.json", "")))
                    .containsExactlyInAnyOrderElementsOf(
                            Arrays.stream(Flow.values()).map(Flow::machineName).toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Flow.class)
    void everyFlowOfOursIsClean(Flow flow) {
        assertThat(FlowLint.check(flow.text())).isEmpty();
    }

    @Test
    void aCleanDefinitionHasNoProblems() {
        assertThat(FlowLint.check(CLEAN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "QueryLanguage": "JSONata",                    |                                   | definition: say "QueryLanguage"
            "Comment": "why", "Type": "Succeed"            | "Type": "Succeed"                 | Done: give it a Comment
            "${WorkFunctionArn}"}                          | "${WorkFunctionArn}", "Lost": {"Type": "Task", "Next": "Done"}} | Work: its Arguments have a state in them
            "Type": "Succeed"                              | "Type": "Succeed", "QueryLanguage": "JSONPath" | Done: the query language is the definition's
            "TimeoutSeconds": 60,                          |                                   | Work: a task without TimeoutSeconds
            "TimeoutSeconds": 60, "HeartbeatSeconds": 20,  | "TimeoutSeconds": 60,             | Answered: somebody works on it, so a worker that dies
            "States.HeartbeatTimeout", "States.Timeout"    | "States.Timeout"                  | Answered: catch States.HeartbeatTimeout and States.Timeout together
            "Catch": [{"ErrorEquals": ["States.HeartbeatTimeout", "States.Timeout"], "Next": "Done"}], | | Answered: somebody works on it; add a Catch
            "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Answered"}], |              | Parked: it parks, so its time-out
            updateItem.waitForTaskToken", "TimeoutSeconds": 60, | updateItem.waitForTaskToken", "TimeoutSeconds": 60, "HeartbeatSeconds": 9, | Parked: it parks, and nobody beats
            updateItem.waitForTaskToken", "TimeoutSeconds": 60, | updateItem.waitForTaskToken", "TimeoutSeconds": 0, | Parked: a parked callback needs a time-out
            , "JitterStrategy": "FULL"                     |                                   | Work: retries without jitter
            "MaxAttempts": 3,                              |                                   | Work: say how often
            "MaxDelaySeconds": 10,                         |                                   | Work: bound the pause
            "MaxDelaySeconds": 10,                         | "MaxDelaySeconds": 3000,          | Work: bound the pause
            ["States.ALL"], "MaxAttempts"                  | ["States.Al"], "MaxAttempts"      | Work: no known error is called States.Al
            ["States.ALL"], "MaxAttempts"                  | [], "MaxAttempts"                 | Work: ErrorEquals names no error
            arn:aws:states:::lambda:invoke                 | ${JobsActivityArn}                | Work: somebody works on it, so a worker that dies
            ["States.ALL"], "MaxAttempts"                  | ["Job.Exit.x"], "MaxAttempts"     | Work: no known error is called Job.Exit.x
            "Default": "Done"                              | "Output": {}                      | Which?: a Choice without Default
            "StartAt": "Work"                              | "StartAt": "Parked"               | Work: nothing leads here
            "Comment": "why", "Type": "Succeed"            | "Comment": "why", "Type": "Map", "ItemProcessor": {"Comment": "why", "StartAt": "Work", "States": {"Work": {"Comment": "why", "Type": "Succeed"}}}, "End": true | Work: two states have this name
            "StartAt": "Work"                              | "StartAt": "Wrok"                 | definition: no state is called "Wrok"
            "Default": "Done"                              | "Default": "Done", "Assign": {"type": 1} | Which?: the variable type hides a function
            "Type": "Succeed"                              | "Type": "Pass", "Next": "Work"    | definition: it can never end
            ${WorkFunctionArn}                             | ${WorkFunction}                   | ${WorkFunction}: end a substitution's name
            """, quoteCharacter = '§')
    void everyRuleIsSeenToFail(String clean, String broken, String problem) {
        String text = CLEAN.replaceFirst(
                java.util.regex.Pattern.quote(clean),
                java.util.regex.Matcher.quoteReplacement(broken == null ? "" : broken));

        assertThat(FlowLint.check(text)).anySatisfy(found -> assertThat(found).startsWith(problem));
    }

    @Test
    void theWorkerOfAQueueSendsExitCodesAndAUsersJobMayPauseLong() {
        // Given
        String job = CLEAN.replace("arn:aws:states:::lambda:invoke", "${JobsActivityArn}")
                .replaceFirst("\"TimeoutSeconds\": 60", "\"TimeoutSeconds\": 60, \"HeartbeatSeconds\": 30")
                .replace(
                        "[\"States.ALL\"], \"MaxAttempts\": 3, \"MaxDelaySeconds\": 10",
                        "[\"Job.Exit.42\"], \"MaxAttempts\": 3, \"MaxDelaySeconds\": 3000");

        // Then
        assertThat(job).contains("Job.Exit.42", "3000", "\"HeartbeatSeconds\": 30");
        assertThat(FlowLint.check(job)).isEmpty();
    }
}
