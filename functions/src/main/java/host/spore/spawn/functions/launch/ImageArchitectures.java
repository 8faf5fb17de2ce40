package host.spore.spawn.functions.launch;

import java.util.Optional;

/** What EC2 tells of an image that was given by its id. */
@FunctionalInterface
interface ImageArchitectures {
    /** @return empty when EC2 does not know the image, which is for RunInstances to say, or it is for neither */
    Optional<Architecture> of(String imageId);
}
