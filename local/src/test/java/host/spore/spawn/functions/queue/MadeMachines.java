package host.spore.spawn.functions.queue;

import host.spore.spawn.local.cloud.Cloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sfn.model.Tag;

/** State machines and activities of a test, which are gone when it is. */
final class MadeMachines implements AutoCloseable {
    private final Cloud cloud;
    private final List<String> arns = new ArrayList<>();

    MadeMachines(Cloud cloud) {
        this.cloud = cloud;
    }

    String arn(String kind, String name) {
        String arn = cloud.machine(name).replace(":stateMachine:", ":" + kind + ":");
        arns.add(arn);
        return arn;
    }

    String machine(String name, String definition, Map<String, String> tags) {
        cloud.flows.createStateMachine(request -> request.name(name)
                .definition(definition)
                .roleArn("arn:aws:iam::000000000000:role/contract")
                .tags(tags(tags)));
        return arn("stateMachine", name);
    }

    String activity(String name, Map<String, String> tags) {
        cloud.flows.createActivity(request -> request.name(name).tags(tags(tags)));
        return arn("activity", name);
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    @Override
    public void close() {
        arns.forEach(arn -> {
            if (arn.contains(":activity:")) {
                cloud.flows.deleteActivity(request -> request.activityArn(arn));
            } else {
                cloud.flows.deleteStateMachine(request -> request.stateMachineArn(arn));
            }
        });
    }
}
