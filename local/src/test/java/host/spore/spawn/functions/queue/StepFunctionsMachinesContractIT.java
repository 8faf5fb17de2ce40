package host.spore.spawn.functions.queue;

import host.spore.spawn.local.cloud.Cloud;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.sfn.model.Tag;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StepFunctionsMachinesContractIT extends MachinesContract {
    private final Cloud cloud = Cloud.get();
    private final MadeMachines made = new MadeMachines(cloud);

    @AfterAll
    void removeTheMachines() {
        made.close();
    }

    @Override
    Machines subject() {
        return new StepFunctionsMachines(cloud.flows);
    }

    @Override
    protected String freshName() {
        return cloud.newName("contract-machine");
    }

    @Override
    protected String arn(String kind, String name) {
        return made.arn(kind, name);
    }

    @Override
    protected Map<String, String> tags(String arn) {
        return cloud.flows.listTagsForResource(request -> request.resourceArn(arn)).tags().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
    }

    /** LocalStack: knows tags of state machines only. */
    @Override
    protected boolean keepsTagsOfActivities() {
        return false;
    }
}
