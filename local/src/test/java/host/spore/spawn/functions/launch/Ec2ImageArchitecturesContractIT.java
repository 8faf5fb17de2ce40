package host.spore.spawn.functions.launch;

import host.spore.spawn.local.cloud.Cloud;

class Ec2ImageArchitecturesContractIT extends ImageArchitecturesContract {
    private final Cloud cloud = Cloud.get();

    @Override
    protected ImageArchitectures subject() {
        return new Ec2ImageArchitectures(cloud.ec2);
    }

    @Override
    protected String imageFor(Architecture architecture) {
        return cloud.ec2
                .registerImage(request -> request.name(cloud.newName("image")).architecture(architecture.wire()))
                .imageId();
    }
}
