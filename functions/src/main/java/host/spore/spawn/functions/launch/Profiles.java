package host.spore.spawn.functions.launch;

import java.util.List;
import java.util.Optional;

/** The instance profiles that the deployment declares. */
@FunctionalInterface
interface Profiles {
    /** @return empty when it declares none of that name */
    Optional<Profile> named(String name);

    /**
     * What an instance may do.
     *
     * @param arn of the instance profile
     * @param sessionManager it may be reached by Session Manager
     * @param secrets ARNs of what it may read
     */
    record Profile(String arn, boolean sessionManager, List<String> secrets) {
        public Profile {
            secrets = List.copyOf(secrets);
        }
    }
}
