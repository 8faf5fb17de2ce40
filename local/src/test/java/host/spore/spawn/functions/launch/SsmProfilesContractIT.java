package host.spore.spawn.functions.launch;

import host.spore.spawn.local.cloud.Cloud;

/** With the profile that the deployment of the embedded cloud declares. */
class SsmProfilesContractIT extends ProfilesContract {
    private final Cloud cloud = Cloud.get();

    @Override
    protected Profiles subject() {
        return new SsmProfiles(cloud.parameters);
    }
}
