package host.spore.spawn.functions.ec2;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The instances of this region. Everything may be asked again: nothing happens twice. */
public interface Instances {
    /** DescribeInstances may not find an instance for some time after its launch (SCENARIOS 8). */
    Duration FINDABLE_AFTER = Duration.ofMinutes(5);

    /** Why an instance's name has no record: whoever launched it is told by this. */
    String NAME_REFUSED = "spawn:dns-refused";

    /** Empty also for an instance so young that EC2 does not find it yet. */
    Optional<InstanceView> find(InstanceId id);

    /** All of spawn's instances that are neither ended nor ending, stopped ones included; every page or an error. */
    List<InstanceView> living();

    /** As {@link #living}, of one name. */
    List<InstanceView> living(Name name);

    /** Ends the instance; one that is gone already is no error. */
    void terminate(InstanceId id);

    /** Writes the tag {@code ttl}, from which the agent learns its deadline. */
    void tagDeadline(InstanceId id, Instant deadline);

    /**
     * Writes the tag {@link #NAME_REFUSED}, or takes it away; an instance that is gone already is no error.
     *
     * @param why the name has no record; empty when it has, or needs none
     */
    void tagNameRefused(InstanceId id, Optional<String> why);
}
