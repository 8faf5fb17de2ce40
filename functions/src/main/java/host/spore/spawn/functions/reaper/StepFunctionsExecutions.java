package host.spore.spawn.functions.reaper;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;

/** {@link Executions} in Step Functions. */
final class StepFunctionsExecutions implements Executions {
    private static final List<ExecutionStatus> ENDED =
            List.of(ExecutionStatus.FAILED, ExecutionStatus.TIMED_OUT, ExecutionStatus.ABORTED);

    /** Executions are listed by their start, newest first; no command's flow runs longer than this. */
    private static final Duration LONGEST_FLOW = Duration.ofDays(7);

    private final SfnClient stepFunctions;
    private final String intakeArn;
    private final String launchArn;
    private final String lifecycleArn;

    StepFunctionsExecutions(SfnClient stepFunctions, String intakeArn, String launchArn, String lifecycleArn) {
        this.stepFunctions = stepFunctions;
        this.intakeArn = intakeArn;
        this.launchArn = launchArn;
        this.lifecycleArn = lifecycleArn;
    }

    @Override
    public List<Failed> failedSince(String flowArn, Instant since) {
        List<Failed> failed = new ArrayList<>();
        for (ExecutionStatus status : ENDED) {
            addAll(flowArn, status, since, failed);
        }
        return List.copyOf(failed);
    }

    private void addAll(String flowArn, ExecutionStatus status, Instant since, List<Failed> to) {
        Instant oldest = since.minus(LONGEST_FLOW);
        for (ListExecutionsResponse page : stepFunctions.listExecutionsPaginator(
                request -> request.stateMachineArn(flowArn).statusFilter(status).maxResults(1_000))) {
            for (ExecutionListItem item : page.executions()) {
                if (item.startDate().isBefore(oldest)) {
                    return;
                }
                if (item.stopDate() != null && !item.stopDate().isBefore(since)) {
                    to.add(new Failed(item.executionArn(), item.name()));
                }
            }
        }
    }

    @Override
    public Details read(Failed execution) {
        DescribeExecutionResponse described =
                stepFunctions.describeExecution(request -> request.executionArn(execution.arn()));
        String error = described.error() == null ? "" : ": " + Printable.of(described.error());
        String cause = described.cause() == null ? "" : ": " + Printable.of(described.cause());
        return new Details(
                JsonObject.parse(described.input()),
                "the flow ended without an outcome (" + described.statusAsString() + error + cause + ")");
    }

    @Override
    public void startIntake(JsonObject event) {
        stepFunctions.startExecution(
                request -> request.stateMachineArn(intakeArn).input(event.toString()));
    }

    @Override
    public boolean isLaunching(String commandId) {
        return isRunning(launchArn, commandId);
    }

    @Override
    public Set<String> watches() {
        return stepFunctions
                .listExecutionsPaginator(request -> request.stateMachineArn(lifecycleArn)
                        .statusFilter(ExecutionStatus.RUNNING)
                        .maxResults(1_000))
                .stream()
                .flatMap(page -> page.executions().stream())
                .map(ExecutionListItem::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean isWatched(InstanceId id, long generation) {
        return isRunning(lifecycleArn, Executions.watchOf(id, generation));
    }

    @Override
    public boolean watch(InstanceId id, long generation, String name, String correlationId) {
        try {
            stepFunctions.startExecution(request -> request.stateMachineArn(lifecycleArn)
                    .name(Executions.watchOf(id, generation))
                    .input(JsonObject.builder()
                            .put("instanceId", id.value())
                            .put("generation", generation)
                            .put("name", name)
                            .put("correlationId", correlationId)
                            .build()
                            .toString()));
            return true;
        } catch (ExecutionAlreadyExistsException usedUp) {
            return false;
        }
    }

    private boolean isRunning(String flowArn, String name) {
        try {
            return stepFunctions
                            .describeExecution(request ->
                                    request.executionArn(flowArn.replace(":stateMachine:", ":execution:") + ":" + name))
                            .status()
                    == ExecutionStatus.RUNNING;
        } catch (ExecutionDoesNotExistException never) {
            return false;
        }
    }
}
