package host.spore.spawn.functions.lifecycle;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.availability.CapacityMemory;
import host.spore.spawn.functions.availability.DynamoStandings;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.ec2.Ec2Instances;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.ec2.NotKnownYetException;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.store.DynamoInstanceRows;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.InstanceRows;
import host.spore.spawn.functions.wake.Callbacks;
import host.spore.spawn.functions.wake.StepFunctionsCallbacks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What whoever hears events of instances works with.
 *
 * @param rows in which it notes them
 * @param instances where it looks
 * @param callbacks whom it wakes
 * @param memory where it notes what EC2 takes back
 * @param clock see {@link InstantSource}
 */
record Listening(
        InstanceRows rows, Instances instances, Callbacks callbacks, CapacityMemory memory, InstantSource clock) {
    static Listening of(Environment environment, Clients clients) {
        return new Listening(
                new DynamoInstanceRows(clients.dynamoDb(), environment.required("SPAWN_INSTANCES_TABLE")),
                new Ec2Instances(clients.ec2()),
                new StepFunctionsCallbacks(clients.stepFunctions()),
                new CapacityMemory(
                        new DynamoStandings(clients.dynamoDb(), environment.required("SPAWN_AVAILABILITY_STATS_TABLE")),
                        InstantSource.system()),
                InstantSource.system());
    }

    /**
     * Whether the instance is spawn's. EC2 tells, by its tag; it forgets ended instances, and their tags with them, and
     * then the row tells. What neither of them knows is unknown, not "no": an event may overtake both (SCENARIOS 8).
     *
     * @throws NotKnownYetException while the event is so young that EC2 may yet learn of the instance: Lambda delivers it
     *     again
     */
    boolean isOurs(InstanceId id, InstanceRow row, Optional<InstanceView> view, Instant saidAt) {
        if (view.isEmpty() && row.isAbsent() && isYoung(saidAt)) {
            throw new NotKnownYetException(id + ": EC2 does not find the instance yet");
        }
        return view.map(InstanceView::isOurs).orElse(!row.isAbsent());
    }

    /** Whether what was said then may be ahead of what EC2 says now. */
    boolean isYoung(Instant saidAt) {
        return clock.instant().isBefore(saidAt.plus(Instances.FINDABLE_AFTER));
    }
}
