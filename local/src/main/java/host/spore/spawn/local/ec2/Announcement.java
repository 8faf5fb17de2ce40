package host.spore.spawn.local.ec2;

import host.spore.spawn.events.json.JsonObject;

/**
 * An event as EC2 itself publishes it on the default bus.
 *
 * @param resource ARN of the instance
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instance-state-changes.html">state
 *     changes</a>
 */
public record Announcement(String detailType, String resource, JsonObject detail) {
    public static final String STATE_CHANGE = "EC2 Instance State-change Notification";
    public static final String SPOT_WARNING = "EC2 Spot Instance Interruption Warning";
    public static final String REBALANCE = "EC2 Instance Rebalance Recommendation";

    public static Announcement stateChange(Ec2Instance instance, InstanceState state) {
        return new Announcement(
                STATE_CHANGE,
                instance.arn(),
                JsonObject.builder()
                        .put("instance-id", instance.id())
                        .put("state", state.text())
                        .build());
    }

    /** Two minutes' notice, if EC2 manages it. */
    public static Announcement spotWarning(Ec2Instance instance) {
        return new Announcement(
                SPOT_WARNING,
                instance.arn(),
                JsonObject.builder()
                        .put("instance-id", instance.id())
                        .put("instance-action", "terminate")
                        .build());
    }

    /** EC2 often sends it together with the warning. */
    public static Announcement rebalance(Ec2Instance instance) {
        return new Announcement(
                REBALANCE,
                instance.arn(),
                JsonObject.builder().put("instance-id", instance.id()).build());
    }
}
