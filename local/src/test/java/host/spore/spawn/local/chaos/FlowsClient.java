package host.spore.spawn.local.chaos;

import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ListExecutionsRequest;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;
import software.amazon.awssdk.services.sfn.model.SendTaskFailureRequest;
import software.amazon.awssdk.services.sfn.model.SendTaskFailureResponse;
import software.amazon.awssdk.services.sfn.model.SendTaskSuccessRequest;
import software.amazon.awssdk.services.sfn.model.SendTaskSuccessResponse;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

/** {@link Flows} as the functions see them. */
final class FlowsClient implements SfnClient {
    private final Flows flows;
    private final Weather weather;
    private int started;

    FlowsClient(Flows flows, Weather weather) {
        this.flows = flows;
        this.weather = weather;
    }

    @Override
    public StartExecutionResponse startExecution(StartExecutionRequest request) {
        return call(() -> {
            String name = request.name() == null ? "unnamed-" + ++started : request.name();
            try {
                flows.start(
                        request.stateMachineArn().substring(Flows.PREFIX.length()),
                        name,
                        JsonObject.parse(request.input()));
            } catch (Flows.TaskException usedUp) {
                throw ExecutionAlreadyExistsException.builder().message(name).build();
            }
            return StartExecutionResponse.builder().build();
        });
    }

    @Override
    public DescribeExecutionResponse describeExecution(DescribeExecutionRequest request) {
        return call(() -> {
            String[] parts = request.executionArn().split(":");
            Flows.@Nullable Execution execution = flows.find(parts[parts.length - 2], parts[parts.length - 1]);
            if (execution == null) {
                throw ExecutionDoesNotExistException.builder().build();
            }
            return DescribeExecutionResponse.builder()
                    .status(execution.status)
                    .error(execution.error)
                    .cause(execution.cause)
                    .input(execution.input.toString())
                    .build();
        });
    }

    @Override
    public ListExecutionsResponse listExecutions(ListExecutionsRequest request) {
        return call(() -> {
            String machine = request.stateMachineArn().substring(Flows.PREFIX.length());
            List<ExecutionListItem> items = flows.all(machine).stream()
                    .filter(execution -> execution.status.equals(request.statusFilterAsString()))
                    .map(execution -> ExecutionListItem.builder()
                            .name(execution.name)
                            .executionArn(request.stateMachineArn().replace(":stateMachine:", ":execution:") + ":"
                                    + execution.name)
                            .startDate(execution.startedAt)
                            .stopDate(execution.isRunning() ? null : execution.stoppedAt)
                            .build())
                    .toList();
            return ListExecutionsResponse.builder().executions(items.reversed()).build();
        });
    }

    @Override
    public SendTaskSuccessResponse sendTaskSuccess(SendTaskSuccessRequest request) {
        return call(() -> {
            answer(request.taskToken(), null, request.output());
            return SendTaskSuccessResponse.builder().build();
        });
    }

    @Override
    public SendTaskFailureResponse sendTaskFailure(SendTaskFailureRequest request) {
        return call(() -> {
            answer(request.taskToken(), request.error(), request.cause());
            return SendTaskFailureResponse.builder().build();
        });
    }

    private void answer(String token, @Nullable String error, String text) {
        if (!flows.answer(token, error, text)) {
            throw TaskTimedOutException.builder().build();
        }
    }

    private <T> T call(Supplier<T> deed) {
        return weather.sdk("Step Functions", deed, SfnException::builder);
    }

    @Override
    public String serviceName() {
        return "states";
    }

    @Override
    public void close() {}
}
