package host.spore.spawn.functions.sweep;

import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;

/** {@link Flows} in Step Functions. */
final class StepFunctionsFlows implements Flows {
    private final SfnClient stepFunctions;
    private final String executions;

    /** @param flowArn of the state machine */
    StepFunctionsFlows(SfnClient stepFunctions, String flowArn) {
        this.stepFunctions = stepFunctions;
        this.executions = flowArn.replace(":stateMachine:", ":execution:") + ":";
    }

    @Override
    public boolean isRunning(String commandId) {
        try {
            return switch (stepFunctions
                    .describeExecution(request -> request.executionArn(executions + commandId))
                    .status()) {
                case SUCCEEDED, FAILED, TIMED_OUT, ABORTED -> false;
                // One that is redriven runs again.
                case RUNNING, PENDING_REDRIVE, UNKNOWN_TO_SDK_VERSION -> true;
            };
        } catch (ExecutionDoesNotExistException never) {
            return false;
        }
    }
}
