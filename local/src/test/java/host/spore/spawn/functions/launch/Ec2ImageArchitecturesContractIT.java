package host.spore.spawn.functions.launch;

import host.spore.spawn.functions.ec2.Ec2Instances;
import host.spore.spawn.local.cloud.Cloud;

class Ec2ImageArchitecturesContractIT extends ImageArchitecturesContract {
    private final Cloud cloud = Cloud.get();

    @Override
    protected ImageArchitectures subject() {
        return new Ec2ImageArchitectures(cloud.ec2);
    }

    @Override
    protected String imageFor(Architecture architecture) {
        // LocalStack: an image that is registered forgets what it is for, so one that was there before.
        return cloud.ec2
                .describeImages(request ->
                        request.maxResults(10).filters(Ec2Instances.filter("architecture", architecture.wire())))
                .images()
                .getFirst()
                .imageId();
    }
}
