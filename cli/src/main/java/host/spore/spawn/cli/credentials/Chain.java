package host.spore.spawn.cli.credentials;

import org.jspecify.annotations.Nullable;

/** Fetches keys that do not lie open: SSO, roles, processes, containers, instance metadata. */
public interface Chain {
    /**
     * @param profile the profile that says how to fetch them; null for whatever the machine itself offers
     * @param region for the services that hand out keys, where nothing else names one
     */
    Keys fetch(@Nullable String profile, String region) throws NoCredentials;
}
