package host.spore.spawn.functions.ec2;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.InstanceObserved;
import host.spore.spawn.functions.lambda.BusEvent;
import java.util.Optional;

/**
 * That an instance changed its state: EC2's event, or what the reaper says where that was lost.
 *
 * @param id see {@link InstanceId}
 * @param state that it has now
 * @param name that its row has, where EC2 may have forgotten its tags
 */
public record StateChange(InstanceId id, InstanceState state, Optional<String> name) {
    /** EC2's own word: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instance-state-changes.html */
    public static final String TYPE = "EC2 Instance State-change Notification";

    /** Empty: it is no state change. */
    public static Optional<StateChange> of(BusEvent event) {
        if (event.type().equals(TYPE)) {
            return Optional.of(of(event, "instance-id", Optional.empty()));
        }
        return event.type().equals(InstanceObserved.class.getSimpleName())
                ? Optional.of(of(event, "instanceId", event.detail().optionalString("dnsName")))
                : Optional.empty();
    }

    private static StateChange of(BusEvent event, String key, Optional<String> name) {
        return new StateChange(
                new InstanceId(event.detail().string(key)),
                InstanceState.parse(event.detail().string("state")),
                name);
    }
}
