package host.spore.spawn.functions.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link Networks} in memory. */
final class FakeNetworks implements Networks {
    private final List<Subnet> subnets = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private boolean failing;

    FakeNetworks with(Subnet subnet) {
        subnets.add(subnet);
        return this;
    }

    FakeNetworks with(Group group) {
        groups.add(group);
        return this;
    }

    /** EC2 cannot be asked. */
    void failNext() {
        failing = true;
    }

    @Override
    public Optional<Subnet> subnet(String id) {
        fail();
        return subnets.stream().filter(subnet -> subnet.id().equals(id)).findFirst();
    }

    @Override
    public List<Group> groups(List<String> ids) {
        fail();
        return groups.stream().filter(group -> ids.contains(group.id())).toList();
    }

    private void fail() {
        if (failing) {
            failing = false;
            throw new IllegalStateException("failed on request");
        }
    }
}
