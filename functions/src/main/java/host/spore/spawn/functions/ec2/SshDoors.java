package host.spore.spawn.functions.ec2;

import java.time.Instant;
import java.util.List;

/** The groups of {@link SshDoor}s. Everything may be asked again: nothing is made twice. */
public interface SshDoors {
    /** Finds the door's group, or makes it. Never throws for what EC2 or the network say: it is the answer. */
    Opened open(SshDoor door, Instant now);

    /** All of them in this region, used or not; every page or an error. */
    List<Made> all();

    /**
     * Removes a group; one that is gone already is no error.
     *
     * @return false while an instance has it
     */
    boolean remove(String groupId);

    /** What became of a door. */
    sealed interface Opened {
        /** @param groupId whose only rule is the door's */
        record Ready(String groupId) implements Opened {}

        /** @param reason later it may work */
        record NotNow(String reason) implements Opened {}

        /** @param reason for people, with what to do */
        record Refused(String reason) implements Opened {}
    }

    /**
     * A group that is there.
     *
     * @param groupId see {@link String}
     * @param from whom it lets in
     * @param madeAt the beginning of time when nobody can tell
     */
    record Made(String groupId, String from, Instant madeAt) {}
}
