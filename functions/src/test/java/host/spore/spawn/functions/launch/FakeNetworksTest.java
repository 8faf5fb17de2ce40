package host.spore.spawn.functions.launch;

class FakeNetworksTest extends NetworksContract {
    private final FakeNetworks networks = new FakeNetworks();

    @Override
    protected Networks subject() {
        return networks;
    }

    @Override
    protected Networks.Subnet subnet() {
        Networks.Subnet subnet = new Networks.Subnet("subnet-1", "vpc-1");
        networks.with(subnet);
        return subnet;
    }

    @Override
    protected Networks.Group group(boolean ours) {
        Networks.Group group = new Networks.Group(ours ? "sg-1" : "sg-2", "vpc-1", ours);
        networks.with(group);
        return group;
    }
}
