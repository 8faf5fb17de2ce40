package host.spore.spawn.functions.launch;

import host.spore.spawn.functions.ec2.InstanceView;
import java.util.List;

/** What became of one attempt. */
sealed interface LaunchAnswer {
    /** @param instances as EC2 reported them: one, or those of an array */
    record Launched(List<InstanceView> instances) implements LaunchAnswer {
        public Launched {
            instances = List.copyOf(instances);
        }
    }

    /**
     * Another candidate may do.
     *
     * @param reason EC2's words
     * @param isOfTheOffer whoever asks for the same next has none either; false where it was this launch's own doing, as a
     *     price too low or a subnet that is full
     */
    record NoCapacity(String reason, boolean isOfTheOffer) implements LaunchAnswer {}

    /** @param reason EC2's words; later it may work */
    record Throttled(String reason) implements LaunchAnswer {}

    /** @param reason EC2's words; it will never work */
    record Refused(String reason) implements LaunchAnswer {}

    /** @param reason what is known; there may be an instance or not */
    record Unknown(String reason) implements LaunchAnswer {}
}
