package host.spore.spawn.functions.reaper;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.local.cloud.Cloud;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** With flows of its own, which do what their input says. Nothing of theirs goes on for longer than a minute. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StepFunctionsExecutionsContractIT extends ExecutionsContract {
    private static final String DEFINITION = """
            {"QueryLanguage": "JSONata",
             "StartAt": "What to do?",
             "TimeoutSeconds": 300,
             "States": {
               "What to do?": {"Type": "Choice",
                 "Choices": [{"Condition": "{% $exists($states.input.fails) %}", "Next": "Fail"},
                             {"Condition": "{% $exists($states.input.waits) or $exists($states.input.generation) %}", "Next": "Wait"}],
                 "Default": "Done"},
               "Wait": {"Type": "Wait", "Seconds": 60, "Next": "Done"},
               "Fail": {"Type": "Fail", "Error": "Test.Wanted", "Cause": "as asked"},
               "Done": {"Type": "Succeed"}}}
            """;

    private final Cloud cloud = Cloud.get();
    private String intakeArn = "";
    private String flowArn = "";
    private String lifecycleArn = "";
    private Executions executions = new FakeExecutions();

    @BeforeAll
    void makeTheFlows() {
        intakeArn = made("intake");
        flowArn = made("flow");
        lifecycleArn = made("watches");
        executions = new StepFunctionsExecutions(cloud.flows, intakeArn, flowArn, lifecycleArn);
    }

    @AfterAll
    void removeTheFlows() {
        for (String arn : List.of(intakeArn, flowArn, lifecycleArn)) {
            cloud.flows.deleteStateMachine(request -> request.stateMachineArn(arn));
        }
    }

    private String made(String hint) {
        return cloud.flows
                .createStateMachine(request -> request.name(cloud.newName("contract-" + hint))
                        .definition(DEFINITION)
                        .roleArn("arn:aws:iam::000000000000:role/contract"))
                .stateMachineArn();
    }

    @Override
    protected Executions subject() {
        return executions;
    }

    @Override
    protected String flowArn() {
        return flowArn;
    }

    @Override
    protected String failed(JsonObject input) {
        String command = started(input);
        cloud.awaitEnd(execution(flowArn, command));
        return command;
    }

    @Override
    protected String running() {
        return started(JsonObject.parse("{\"waits\":true}"));
    }

    @Override
    protected String succeeded() {
        String command = started(JsonObject.parse("{}"));
        cloud.awaitEnd(execution(flowArn, command));
        return command;
    }

    private String started(JsonObject input) {
        String command = cloud.newId();
        cloud.flows.startExecution(
                request -> request.stateMachineArn(flowArn).name(command).input(input.toString()));
        return command;
    }

    @Override
    protected InstanceId freshInstance() {
        return new InstanceId("i-0" + cloud.newId().replace("-", "").substring(16));
    }

    @Override
    protected void endWatch(InstanceId id, long generation) {
        String arn = execution(lifecycleArn, id + "-" + generation);
        cloud.flows.stopExecution(request -> request.executionArn(arn));
        cloud.awaitEnd(arn);
    }

    @Override
    protected List<JsonObject> handedToTheIntake() {
        return cloud.flows.listExecutions(request -> request.stateMachineArn(intakeArn)).executions().stream()
                .map(item -> cloud.flows.describeExecution(request -> request.executionArn(item.executionArn())))
                .filter(execution -> execution.status() != ExecutionStatus.FAILED)
                .map(execution -> JsonObject.parse(execution.input()))
                .toList();
    }

    private static String execution(String flowArn, String name) {
        return flowArn.replace(":stateMachine:", ":execution:") + ":" + name;
    }
}
