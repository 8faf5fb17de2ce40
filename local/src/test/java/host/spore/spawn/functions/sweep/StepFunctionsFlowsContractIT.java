package host.spore.spawn.functions.sweep;

import host.spore.spawn.local.cloud.Cloud;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** With a machine of its own, which waits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StepFunctionsFlowsContractIT extends FlowsContract {
    private static final String DEFINITION = """
            {"Comment": "Of a contract.", "QueryLanguage": "JSONata", "StartAt": "Wait", "TimeoutSeconds": 300,
             "States": {"Wait": {"Type": "Wait", "Seconds": 120, "Next": "Done"}, "Done": {"Type": "Succeed"}}}
            """;

    private final Cloud cloud = Cloud.get();
    private String machine = "";

    @BeforeAll
    void makeTheMachine() {
        machine = cloud.flows
                .createStateMachine(request -> request.name(cloud.newName("contract-flows"))
                        .definition(DEFINITION)
                        .roleArn("arn:aws:iam::" + cloud.setting("AWS_ACCESS_KEY_ID") + ":role/contract"))
                .stateMachineArn();
    }

    @AfterAll
    void removeTheMachine() {
        cloud.flows.deleteStateMachine(request -> request.stateMachineArn(machine));
    }

    @Override
    Flows subject() {
        return new StepFunctionsFlows(cloud.flows, machine);
    }

    @Override
    protected String started() {
        String id = cloud.newId();
        cloud.flows.startExecution(
                request -> request.stateMachineArn(machine).name(id).input("{}"));
        return id;
    }

    @Override
    protected void end(String commandId) {
        String execution = machine.replace(":stateMachine:", ":execution:") + ":" + commandId;
        cloud.flows.stopExecution(request -> request.executionArn(execution));
        cloud.awaitEnd(execution);
    }
}
