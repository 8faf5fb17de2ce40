package host.spore.spawn.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The flows as they are deployed. */
class FlowsTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]+)}");
    private static final Pattern SERVICE = Pattern.compile("\"arn:aws:states:::([^\"]+)\"");

    /** What each integration needs, by https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html */
    private static final Map<String, String> ACTIONS = Map.ofEntries(
            Map.entry("lambda:invoke", "lambda:InvokeFunction"),
            Map.entry("sqs:sendMessage", "sqs:SendMessage"),
            Map.entry("states:startExecution", "states:StartExecution"),
            // Until it ends: https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
            Map.entry(
                    "states:startExecution.sync:2",
                    "states:StartExecution states:DescribeExecution states:StopExecution"
                            + " events:PutTargets events:PutRule events:DescribeRule"),
            // What a distributed Map reads:
            // https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
            Map.entry("s3:getObject", "s3:GetObject"),
            Map.entry("events:putEvents", "events:PutEvents"),
            Map.entry("dynamodb:getItem", "dynamodb:GetItem"),
            Map.entry("dynamodb:putItem", "dynamodb:PutItem"),
            Map.entry("dynamodb:updateItem", "dynamodb:UpdateItem"),
            Map.entry("dynamodb:deleteItem", "dynamodb:DeleteItem"),
            Map.entry("aws-sdk:dynamodb:updateItem.waitForTaskToken", "dynamodb:UpdateItem"),
            Map.entry("aws-sdk:ec2:describeInstances", "ec2:DescribeInstances"),
            Map.entry("aws-sdk:ec2:terminateInstances", "ec2:TerminateInstances"),
            Map.entry("aws-sdk:ec2:stopInstances", "ec2:StopInstances"),
            Map.entry("aws-sdk:ec2:startInstances", "ec2:StartInstances"));

    @Test
    void allOfThemAreThere() {
        assertThat(flows().map(FlowsTest::name))
                .containsExactlyInAnyOrder(
                        "spawn-intake",
                        "spawn-launch",
                        "spawn-lifecycle",
                        "spawn-extend",
                        "spawn-terminate",
                        "spawn-stop",
                        "spawn-hibernate",
                        "spawn-start",
                        "spawn-each",
                        "spawn-queue",
                        "spawn-cancel-queue",
                        "spawn-sweep",
                        "spawn-cancel-sweep",
                        "spawn-alert-destination",
                        "spawn-deliver-alert");
    }

    @Test
    void onlyTheIntakeIsExpress() {
        assertThat(flows().filter(flow -> flow.properties()
                                .optionalString("StateMachineType")
                                .orElse("STANDARD")
                                .equals("EXPRESS"))
                        .map(FlowsTest::name))
                .containsExactly("spawn-intake");
    }

    @ParameterizedTest
    @MethodSource("flows")
    void everyPlaceholderHasAValueAndEveryValueAPlaceholder(Template.Resource flow) {
        // Given
        String definition = flow.properties().string("DefinitionString");

        // When
        var wanted = new TreeSet<>(
                PLACEHOLDER.matcher(definition).results().map(FlowsTest::group).toList());

        // Then
        var given = flow.properties().object("DefinitionSubstitutions").members();
        assertThat(wanted).isNotEmpty().containsExactlyInAnyOrderElementsOf(given.keySet());
    }

    @ParameterizedTest
    @MethodSource("flows")
    void theDefinitionWithItsValuesIsJson(Template.Resource flow) {
        var definition = JsonObject.parse(substituted(flow));
        assertThat(definition.string("QueryLanguage")).isEqualTo("JSONata");
        assertThat(definition.object("States").members()).isNotEmpty();
    }

    /** CDK derives no grants from a file: a flow whose role lacks an action fails when it gets there. */
    @ParameterizedTest
    @MethodSource("flows")
    void itsRoleAllowsWhatItCallsAndNothingElse(Template.Resource flow) {
        // Given
        String path = flow.path().substring(flow.path().lastIndexOf("/Flows/")).replace("/Machine", "/Role");
        var ours = List.of("logs:", "xray:");

        // When
        var called = new TreeSet<>(SERVICE.matcher(flow.properties().string("DefinitionString"))
                .results()
                .map(FlowsTest::group)
                .map(integration -> ACTIONS.getOrDefault(integration, "unknown-integration-" + integration))
                .flatMap(actions -> Stream.of(actions.split(" ")))
                .toList());
        if (flow.properties().string("DefinitionString").contains("\"DISTRIBUTED\"")) {
            // Its children are executions of its own, as the page above has it.
            called.addAll(List.of("states:StartExecution", "states:DescribeExecution", "states:StopExecution"));
        }

        // Then
        var allowed = new TreeSet<>(Policies.ofRole(Synthesis.workload(), path).stream()
                .flatMap(statement -> statement.actions().stream())
                .filter(action -> ours.stream().noneMatch(action::startsWith))
                .toList());
        assertThat(allowed).isEqualTo(called);
    }

    @Test
    void anExpressFlowLeavesALog() {
        var flow = Synthesis.workload().one("AWS::StepFunctions::StateMachine", "/Intake/Machine");
        var logging = flow.properties().object("LoggingConfiguration");
        assertThat(logging.string("Level")).isEqualTo("ALL");
    }

    static Stream<Template.Resource> flows() {
        return Synthesis.workload().all("AWS::StepFunctions::StateMachine");
    }

    private static String substituted(Template.Resource flow) {
        var values = new Resolver(Synthesis.workload(), "123456789012", "us-east-1")
                .properties(flow)
                .strings("DefinitionSubstitutions");
        String text = flow.properties().string("DefinitionString");
        for (var value : values.entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue());
        }
        return text;
    }

    private static String name(Template.Resource flow) {
        return flow.properties().string("StateMachineName");
    }

    private static String group(MatchResult match) {
        return match.group(1);
    }
}
