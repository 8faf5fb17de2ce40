package host.spore.spawn.functions.launch;

import java.util.Optional;

/** Public parameters that name the newest image of a distribution. */
@FunctionalInterface
interface Images {
    /** @return the image's id; empty when this region has no such parameter */
    Optional<String> named(String parameter);
}
