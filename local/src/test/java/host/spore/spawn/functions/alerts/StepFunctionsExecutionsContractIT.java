package host.spore.spawn.functions.alerts;

import host.spore.spawn.local.cloud.Cloud;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StepFunctionsExecutionsContractIT extends ExecutionsContract {
    private static final String DEFINITION = """
            {"QueryLanguage": "JSONata", "StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
            """;

    private final Cloud cloud = Cloud.get();
    private String flow = "";

    @BeforeAll
    void makeTheFlow() {
        flow = cloud.flows
                .createStateMachine(request -> request.name(cloud.newName("contract-alerts"))
                        .definition(DEFINITION)
                        .roleArn("arn:aws:iam::000000000000:role/contract"))
                .stateMachineArn();
    }

    @AfterAll
    void removeTheFlow() {
        cloud.flows.deleteStateMachine(request -> request.stateMachineArn(flow));
    }

    @Override
    Executions subject() {
        return new StepFunctionsExecutions(cloud.flows);
    }

    @Override
    String flow() {
        return flow;
    }

    @Override
    String freshName() {
        return cloud.newId();
    }
}
