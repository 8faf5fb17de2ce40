package host.spore.spawn.functions.launch;

import host.spore.spawn.local.cloud.Cloud;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;

class Ec2TemplatesContractIT extends TemplatesContract {
    private final Cloud cloud = Cloud.get();

    @Override
    protected Templates subject() {
        return new Ec2Templates(cloud.ec2);
    }

    @Override
    protected String made() {
        String name = cloud.newName("contract");
        cloud.ec2.createLaunchTemplate(request -> request.launchTemplateName(name)
                .launchTemplateData(data -> data.instanceType("t3.small").imageId("ami-12345678")));
        cloud.ec2.createLaunchTemplateVersion(request -> request.launchTemplateName(name)
                .launchTemplateData(data -> data.instanceType("t3.nano")
                        .userData("IyEK")
                        .tagSpecifications(LaunchTemplateTagSpecificationRequest.builder()
                                .resourceType(ResourceType.INSTANCE)
                                .tags(Tag.builder().key("team").value("lab").build())
                                .build())));
        return name;
    }
}
