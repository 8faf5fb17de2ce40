package host.spore.spawn.functions.array;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.ArrayOrder;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.ec2.ArrayTags;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes an instance that an array's call has launched a member with a name of its own: {@code {id, index, launchId, name,
 * tags}}, the tags being the call's, becomes {@code {commandId, name, plan:{launchedEventId, dnsName?}}}, where {@code commandId} is the launch that
 * goes on for it. May be asked again.
 */
public final class MemberHandler extends JsonHandler {
    private final MemberTags tags;

    /** As Lambda makes it. */
    public MemberHandler() {
        this(new Ec2MemberTags(new Clients(Environment.ofProcess()).ec2()));
    }

    MemberHandler(MemberTags tags) {
        this.tags = tags;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        InstanceId id = new InstanceId(input.string("id"));
        int index = Math.toIntExact(input.integer("index"));
        Name array = new Name(input.string("name"));
        Map<String, String> own = ArrayTags.own(ofTheCall(array, input), index);
        tags.write(id, own);
        String commandId = ArrayOrder.memberId(input.string("launchId"), index);
        Name name = ArrayOrder.memberName(array, index);
        invocation.log().info("named", field("instanceId", id), field("name", name), field("commandId", commandId));
        return JsonObject.builder()
                .put("commandId", commandId)
                .put("name", name.value())
                .put(
                        "plan",
                        JsonObject.builder()
                                .put("launchedEventId", Ids.outcomeOf(commandId, "InstanceLaunched"))
                                .put(
                                        "dnsName",
                                        own.getOrDefault(InstanceView.DNS_TAG, own.get(InstanceView.PRIVATE_DNS_TAG)))
                                .build())
                .build();
    }

    private static Map<String, String> ofTheCall(Name array, JsonObject input) {
        Map<String, String> call = new LinkedHashMap<>(input.strings("tags"));
        call.put(ArrayTags.NAME, array.value());
        return call;
    }
}
