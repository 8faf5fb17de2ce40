package host.spore.spawn.local.cloud;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;

/**
 * Loses EC2's state changes of some instances, until it is closed: the rule by which they are heard leaves these out. Those of
 * other tests are heard as ever.
 */
final class Unheard implements AutoCloseable {
    private static final String RULE = "spawn-ec2-state";

    private final Cloud cloud;
    private final DescribeRuleResponse deployed;
    private final Set<String> instances = new LinkedHashSet<>();

    Unheard(Cloud cloud) {
        this.cloud = cloud;
        deployed = cloud.events.describeRule(request -> request.name(RULE));
    }

    void add(Collection<String> more) {
        instances.addAll(more);
        Json but = JsonObject.builder()
                .put("anything-but", JsonArray.ofStrings(instances))
                .build();
        put(JsonObject.builder()
                .putAll(JsonObject.parse(deployed.eventPattern()))
                .put(
                        "detail",
                        JsonObject.builder()
                                .put("instance-id", new JsonArray(List.of(but)))
                                .build())
                .build()
                .toString());
    }

    private void put(String pattern) {
        cloud.events.putRule(request -> request.name(RULE)
                .description(deployed.description())
                .state(deployed.state())
                .eventPattern(pattern));
    }

    @Override
    public void close() {
        put(deployed.eventPattern());
    }
}
