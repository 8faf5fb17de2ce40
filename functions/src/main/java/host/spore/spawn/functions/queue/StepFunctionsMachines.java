package host.spore.spawn.functions.queue;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ActivityDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sfn.model.Tag;

/** {@link Machines} in Step Functions. */
final class StepFunctionsMachines implements Machines {
    private final SfnClient stepFunctions;

    StepFunctionsMachines(SfnClient stepFunctions) {
        this.stepFunctions = stepFunctions;
    }

    @Override
    public boolean isThere(String arn) {
        try {
            if (arn.contains(":activity:")) {
                stepFunctions.describeActivity(request -> request.activityArn(arn));
                return true;
            }
            // One that is being deleted is none any more, and its name is not free yet: making it is tried again.
            return stepFunctions
                            .describeStateMachine(request -> request.stateMachineArn(arn))
                            .status()
                    != StateMachineStatus.DELETING;
        } catch (StateMachineDoesNotExistException | ActivityDoesNotExistException none) {
            return false;
        }
    }

    @Override
    public void makeActivity(String name, Map<String, String> tags) {
        stepFunctions.createActivity(request -> request.name(name).tags(tags(tags)));
    }

    @Override
    public void makeMachine(String name, String definition, String roleArn, Map<String, String> tags) {
        stepFunctions.createStateMachine(request -> request.name(name)
                .type(StateMachineType.STANDARD)
                .definition(definition)
                .roleArn(roleArn)
                .tags(tags(tags)));
    }

    @Override
    public void tag(String arn, Map<String, String> tags) {
        stepFunctions.tagResource(request -> request.resourceArn(arn).tags(tags(tags)));
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
