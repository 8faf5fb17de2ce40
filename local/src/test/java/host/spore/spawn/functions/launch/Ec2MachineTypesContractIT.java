package host.spore.spawn.functions.launch;

import host.spore.spawn.local.cloud.Cloud;

class Ec2MachineTypesContractIT extends MachineTypesContract {
    private final Cloud cloud = Cloud.get();

    @Override
    protected MachineTypes subject() {
        return new Ec2MachineTypes(cloud.ec2);
    }
}
