package host.spore.spawn.functions.array;

import host.spore.spawn.events.Language;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.json.JsonObject;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;

/** {@link LaunchCommands} as the inputs of executions. */
final class StepFunctionsLaunchCommands implements LaunchCommands {
    private final SfnClient stepFunctions;
    private final String executions;

    /** @param launchArn of the state machine */
    StepFunctionsLaunchCommands(SfnClient stepFunctions, String launchArn) {
        this.stepFunctions = stepFunctions;
        this.executions = launchArn.replace(":stateMachine:", ":execution:") + ":";
    }

    @Override
    public Optional<LaunchInstance> find(String commandId) {
        JsonObject input;
        try {
            input = JsonObject.parse(stepFunctions
                    .describeExecution(request -> request.executionArn(executions + commandId))
                    .input());
        } catch (ExecutionDoesNotExistException forgotten) {
            return Optional.empty();
        }
        return Language.command(input.string("type"), input.object("command"))
                .filter(LaunchInstance.class::isInstance)
                .map(LaunchInstance.class::cast);
    }
}
