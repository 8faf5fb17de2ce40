package host.spore.spawn.functions.queue;

import host.spore.spawn.local.cloud.Cloud;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** With machines of its own, which do what their input says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StepFunctionsRunsContractIT extends RunsContract {
    private static final String DEFINITION = """
            {"Comment": "Of a contract.", "QueryLanguage": "JSONata", "StartAt": "What to do?", "TimeoutSeconds": 300,
             "States": {
               "What to do?": {"Type": "Choice",
                 "Choices": [{"Condition": "{% $exists($states.input.fails) %}", "Next": "Fail"},
                             {"Condition": "{% $exists($states.input.waits) %}", "Next": "Wait"}],
                 "Default": "Done"},
               "Wait": {"Type": "Wait", "Seconds": 60, "Next": "Done"},
               "Fail": {"Type": "Fail", "Error": "Test.Wanted", "Cause": "as asked"},
               "Done": {"Type": "Succeed"}}}
            """;
    private static final String WORK = """
            {"Comment": "Of a contract.", "QueryLanguage": "JSONata", "StartAt": "fit", "TimeoutSeconds": 300,
             "States": {"fit": {"Type": "Task", "Resource": "ACTIVITY", "TimeoutSeconds": 120, "HeartbeatSeconds": 60,
               "Arguments": {"run": "r", "job": "fit", "index": 4},
               "Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 1,
                          "MaxDelaySeconds": 2, "JitterStrategy": "FULL"}],
               "End": true}}}
            """;

    private final Cloud cloud = Cloud.get();
    private final MadeMachines made = new MadeMachines(cloud);
    private String machine = "";
    private String work = "";
    private String activity = "";

    @BeforeAll
    void makeTheMachines() {
        machine = made.machine(cloud.newName("contract-runs"), DEFINITION, Map.of());
        activity = made.activity(cloud.newName("contract-runs"), Map.of());
        work = made.machine(cloud.newName("contract-work"), WORK.replace("ACTIVITY", activity), Map.of());
    }

    @AfterAll
    void removeTheMachines() {
        made.close();
    }

    @Override
    Runs subject() {
        return new StepFunctionsRuns(cloud.flows);
    }

    private String started(String machineArn, String input) {
        return cloud.flows
                .startExecution(request ->
                        request.stateMachineArn(machineArn).name(cloud.newId()).input(input))
                .executionArn();
    }

    private String ended(String arn) {
        cloud.awaitEnd(arn);
        return arn;
    }

    @Override
    protected String running() {
        return started(machine, "{\"waits\":true}");
    }

    @Override
    protected String succeeded() {
        return ended(started(machine, "{}"));
    }

    @Override
    protected String failed() {
        return ended(started(machine, "{\"fails\":true}"));
    }

    @Override
    protected String never() {
        return machine.replace(":stateMachine:", ":execution:") + ":" + cloud.newId();
    }

    /** LocalStack: an execution that was stopped does not say why. */
    @Override
    protected boolean keepsWhyItWasStopped() {
        return false;
    }

    @Override
    protected void awaitEnd(String arn) {
        cloud.awaitEnd(arn);
    }

    @Override
    protected String worked() {
        String arn = started(work, "{}");
        String first = token();
        cloud.flows.sendTaskFailure(
                request -> request.taskToken(first).error("Job.Exit.3").cause("{\"exitCode\":3}"));
        String second = token();
        cloud.flows.sendTaskSuccess(request -> request.taskToken(second).output("{\"exitCode\":0}"));
        return ended(arn);
    }

    private String token() {
        return cloud.flows
                .getActivityTask(request -> request.activityArn(activity).workerName("contract"))
                .taskToken();
    }
}
