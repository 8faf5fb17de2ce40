package host.spore.spawn.functions.queue;

import host.spore.spawn.local.cloud.Cloud;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StepFunctionsOldMachinesContractIT extends OldMachinesContract {
    private static final Map<String, String> TAGS = Map.of("spawn", "true", "spawn:used-at", "2026-11-23");
    private static final String WAITS = """
            {"Comment": "Of a contract.", "QueryLanguage": "JSONata", "StartAt": "Wait", "TimeoutSeconds": 120,
             "States": {"Wait": {"Type": "Wait", "Seconds": 60, "End": true}}}
            """;

    private final Cloud cloud = Cloud.get();
    private final MadeMachines made = new MadeMachines(cloud);
    private final String prefix = cloud.newName("contract") + "-";

    @AfterAll
    void removeTheMachines() {
        made.close();
    }

    @Override
    OldMachines subject() {
        return new StepFunctionsOldMachines(cloud.flows);
    }

    @Override
    protected String prefix() {
        return prefix;
    }

    @Override
    protected String machine(String name) {
        return made.machine(name, WAITS, TAGS);
    }

    @Override
    protected String activity(String name) {
        return made.activity(name, TAGS);
    }

    @Override
    protected void run(String machineArn) {
        cloud.flows.startExecution(
                request -> request.stateMachineArn(machineArn).input("{}"));
    }
}
