package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.json.JsonObject;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;

/** {@link Executions} in Step Functions. */
final class StepFunctionsExecutions implements Executions {
    private final SfnClient stepFunctions;

    StepFunctionsExecutions(SfnClient stepFunctions) {
        this.stepFunctions = stepFunctions;
    }

    @Override
    public void start(String flowArn, String name, JsonObject input) {
        try {
            stepFunctions.startExecution(
                    request -> request.stateMachineArn(flowArn).name(name).input(input.toString()));
        } catch (ExecutionAlreadyExistsException begunBefore) {
            // By an earlier delivery of the same event.
            return;
        }
    }

    @Override
    public Optional<JsonObject> input(String executionArn) {
        try {
            return Optional.of(JsonObject.parse(stepFunctions
                    .describeExecution(request -> request.executionArn(executionArn))
                    .input()));
        } catch (ExecutionDoesNotExistException gone) {
            return Optional.empty();
        }
    }
}
