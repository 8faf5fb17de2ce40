package host.spore.spawn.functions.array;

import host.spore.spawn.events.Name;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.local.cloud.Cloud;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StepFunctionsLaunchCommandsContractIT extends LaunchCommandsContract {
    private static final String DEFINITION = "{\"StartAt\": \"Done\", \"States\": {\"Done\": {\"Type\": \"Succeed\"}}}";

    private final Cloud cloud = Cloud.get();
    private String machine = "";

    @BeforeAll
    void makeTheMachine() {
        machine = cloud.flows
                .createStateMachine(request -> request.name(cloud.newName("contract-launches"))
                        .definition(DEFINITION)
                        .roleArn("arn:aws:iam::" + cloud.setting("AWS_ACCESS_KEY_ID") + ":role/contract"))
                .stateMachineArn();
    }

    @AfterAll
    void removeTheMachine() {
        cloud.flows.deleteStateMachine(request -> request.stateMachineArn(machine));
    }

    @Override
    protected LaunchCommands subject() {
        return new StepFunctionsLaunchCommands(cloud.flows, machine);
    }

    @Override
    protected String known(Name name) {
        String id = cloud.newId();
        String input = JsonObject.builder()
                .put("type", "LaunchInstance")
                .put(
                        "command",
                        JsonObject.builder()
                                .put("version", 1)
                                .put("id", id)
                                .put("at", Instant.now().toString())
                                .put("name", name.value())
                                .put("owner", "it")
                                .put("instanceType", "t3.micro")
                                .build())
                .build()
                .toString();
        cloud.flows.startExecution(
                request -> request.stateMachineArn(machine).name(id).input(input));
        return id;
    }
}
