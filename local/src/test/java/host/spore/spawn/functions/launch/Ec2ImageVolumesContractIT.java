package host.spore.spawn.functions.launch;

import host.spore.spawn.local.cloud.Cloud;

class Ec2ImageVolumesContractIT extends ImageVolumesContract {
    private final Cloud cloud = Cloud.get();

    @Override
    protected ImageVolumes subject() {
        return new Ec2ImageVolumes(cloud.ec2);
    }

    @Override
    protected String image() {
        return cloud.ec2.describeImages(request -> request.owners("amazon")).images().stream()
                .filter(image -> !image.blockDeviceMappings().isEmpty())
                .findFirst()
                .orElseThrow()
                .imageId();
    }
}
