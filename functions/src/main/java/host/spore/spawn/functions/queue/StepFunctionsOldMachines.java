package host.spore.spawn.functions.queue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.Tag;

/** {@link OldMachines} in Step Functions. */
final class StepFunctionsOldMachines implements OldMachines {
    private final SfnClient stepFunctions;

    StepFunctionsOldMachines(SfnClient stepFunctions) {
        this.stepFunctions = stepFunctions;
    }

    @Override
    public List<Made> all(String prefix) {
        Stream<Made> machines = stepFunctions.listStateMachinesPaginator(request -> request.maxResults(1_000)).stream()
                .flatMap(page -> page.stateMachines().stream())
                .map(machine -> new Made(machine.stateMachineArn(), machine.name(), machine.creationDate()));
        Stream<Made> activities = stepFunctions.listActivitiesPaginator(request -> request.maxResults(1_000)).stream()
                .flatMap(page -> page.activities().stream())
                .map(activity -> new Made(activity.activityArn(), activity.name(), activity.creationDate()));
        return Stream.concat(machines, activities)
                .filter(made -> made.name().startsWith(prefix))
                .toList();
    }

    @Override
    public Map<String, String> tags(String arn) {
        try {
            return stepFunctions.listTagsForResource(request -> request.resourceArn(arn)).tags().stream()
                    .collect(Collectors.toUnmodifiableMap(Tag::key, Tag::value));
        } catch (ResourceNotFoundException gone) {
            return Map.of();
        }
    }

    @Override
    public boolean isRunning(String arn) {
        try {
            return !stepFunctions
                    .listExecutions(request -> request.stateMachineArn(arn)
                            .statusFilter(ExecutionStatus.RUNNING)
                            .maxResults(1))
                    .executions()
                    .isEmpty();
        } catch (StateMachineDoesNotExistException gone) {
            return false;
        }
    }

    /** Step Functions takes it for no error when there is none. */
    @Override
    public void delete(String arn) {
        if (arn.contains(":activity:")) {
            stepFunctions.deleteActivity(request -> request.activityArn(arn));
        } else {
            stepFunctions.deleteStateMachine(request -> request.stateMachineArn(arn));
        }
    }
}
