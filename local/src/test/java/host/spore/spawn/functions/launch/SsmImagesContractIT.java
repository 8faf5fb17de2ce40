package host.spore.spawn.functions.launch;

import host.spore.spawn.local.cloud.Cloud;

class SsmImagesContractIT extends ImagesContract {
    private final Cloud cloud = Cloud.get();

    @Override
    protected Images subject() {
        return new SsmImages(cloud.parameters);
    }
}
