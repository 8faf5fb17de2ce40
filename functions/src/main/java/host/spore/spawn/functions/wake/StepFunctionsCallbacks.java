package host.spore.spawn.functions.wake;

import host.spore.spawn.events.json.JsonObject;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.TaskDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

/** {@link Callbacks} in Step Functions. */
public final class StepFunctionsCallbacks implements Callbacks {
    private final SfnClient stepFunctions;

    public StepFunctionsCallbacks(SfnClient stepFunctions) {
        this.stepFunctions = stepFunctions;
    }

    @Override
    public boolean succeed(String token, JsonObject answer) {
        return isHeard(() -> stepFunctions.sendTaskSuccess(
                request -> request.taskToken(token).output(answer.toString())));
    }

    @Override
    public boolean fail(String token, String error, String cause) {
        return isHeard(() -> stepFunctions.sendTaskFailure(
                request -> request.taskToken(token).error(error).cause(cause)));
    }

    private static boolean isHeard(Runnable answer) {
        try {
            answer.run();
            return true;
        } catch (TaskTimedOutException | TaskDoesNotExistException | InvalidTokenException nobodyWaits) {
            return false;
        }
    }
}
