package host.spore.spawn.functions.launch;

import java.util.List;
import java.util.Optional;

/** What EC2 tells of subnets and security groups. */
interface Networks {
    /** Empty when this region has no such subnet. */
    Optional<Subnet> subnet(String id);

    /** Those that there are, in no order. */
    List<Group> groups(List<String> ids);

    /**
     * A subnet.
     *
     * @param id see {@link String}
     * @param vpcId see {@link String}
     */
    record Subnet(String id, String vpcId) {}

    /**
     * A security group.
     *
     * @param id see {@link String}
     * @param vpcId see {@link String}
     * @param ours it has the tag {@code spawn=true}
     */
    record Group(String id, String vpcId, boolean ours) {}
}
