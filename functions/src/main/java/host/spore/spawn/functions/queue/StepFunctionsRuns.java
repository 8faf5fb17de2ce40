package host.spore.spawn.functions.queue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** {@link Runs} in Step Functions. */
final class StepFunctionsRuns implements Runs {
    private final SfnClient stepFunctions;

    StepFunctionsRuns(SfnClient stepFunctions) {
        this.stepFunctions = stepFunctions;
    }

    @Override
    public Optional<Execution> describe(String arn) {
        try {
            DescribeExecutionResponse execution = stepFunctions.describeExecution(request -> request.executionArn(arn));
            return Optional.of(new Execution(
                    status(execution.status()),
                    Optional.ofNullable(execution.error()),
                    Optional.ofNullable(execution.cause())));
        } catch (ExecutionDoesNotExistException never) {
            return Optional.empty();
        }
    }

    /** One that is redriven runs again. */
    private static Status status(ExecutionStatus status) {
        return switch (status) {
            case SUCCEEDED -> Status.SUCCEEDED;
            case FAILED -> Status.FAILED;
            case TIMED_OUT -> Status.TIMED_OUT;
            case ABORTED -> Status.ABORTED;
            case RUNNING, PENDING_REDRIVE, UNKNOWN_TO_SDK_VERSION -> Status.RUNNING;
        };
    }

    @Override
    public void stop(String arn, String error, String cause) {
        if (describe(arn)
                .filter(execution -> execution.status() == Status.RUNNING)
                .isEmpty()) {
            return;
        }
        stepFunctions.stopExecution(
                request -> request.executionArn(arn).error(error).cause(cause));
    }

    @Override
    public List<Event> history(String arn) {
        try {
            return stepFunctions
                    .getExecutionHistoryPaginator(
                            request -> request.executionArn(arn).maxResults(1_000))
                    .events()
                    .stream()
                    .flatMap(StepFunctionsRuns::event)
                    .toList();
        } catch (ExecutionDoesNotExistException never) {
            return List.of();
        }
    }

    private static Stream<Event> event(HistoryEvent event) {
        return switch (event.type()) {
            case ACTIVITY_SCHEDULED ->
                Stream.of(new Scheduled(
                        event.id(), event.activityScheduledEventDetails().input()));
            case ACTIVITY_STARTED -> Stream.of(new Started(event.id(), event.previousEventId(), event.timestamp()));
            case ACTIVITY_SUCCEEDED ->
                Stream.of(new Succeeded(
                        event.id(),
                        event.previousEventId(),
                        text(event.activitySucceededEventDetails().output()),
                        event.timestamp()));
            case ACTIVITY_FAILED ->
                Stream.of(new Failed(
                        event.id(),
                        event.previousEventId(),
                        text(event.activityFailedEventDetails().error()),
                        text(event.activityFailedEventDetails().cause()),
                        event.timestamp()));
            case ACTIVITY_TIMED_OUT ->
                Stream.of(new Failed(
                        event.id(),
                        event.previousEventId(),
                        text(event.activityTimedOutEventDetails().error()),
                        text(event.activityTimedOutEventDetails().cause()),
                        event.timestamp()));
            default -> Stream.empty();
        };
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
