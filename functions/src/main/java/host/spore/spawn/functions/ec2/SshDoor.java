package host.spore.spawn.functions.ec2;

import host.spore.spawn.events.json.JsonObject;

/**
 * Port 22, open to one range of addresses: a security group of its own in each VPC, shared by all instances that want the
 * same one and changed by nobody.
 *
 * @param vpcId see {@link String}
 * @param from an IPv4 range, for example {@code 203.0.113.7/32}
 */
public record SshDoor(String vpcId, String from) {
    /** Its value is {@link #from}; no other group of spawn's has this tag, so permissions go by it. */
    public static final String TAG = "spawn:ssh-from";

    /** When it was made, in UTC. */
    public static final String MADE_AT_TAG = "spawn:made-at";

    /** EC2 lets a VPC have one group of a name: whoever asks twice, or at the same time as another, gets the same one. */
    public String groupName() {
        return "spawn-ssh-from-" + from;
    }

    public static SshDoor read(JsonObject from) {
        return new SshDoor(from.string("vpcId"), from.string("from"));
    }

    public JsonObject toJson() {
        return JsonObject.builder().put("vpcId", vpcId).put("from", from).build();
    }
}
