package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Networks} keeps, the fake as well as EC2. */
abstract class NetworksContract {
    protected abstract Networks subject();

    /** One that is there. */
    protected abstract Networks.Subnet subnet();

    /** One that is there. */
    protected abstract Networks.Group group(boolean ours);

    @Test
    void tellsTheVpcOfASubnet() {
        // Given
        Networks.Subnet subnet = subnet();

        // When, Then
        assertThat(subject().subnet(subnet.id())).contains(subnet);
    }

    @Test
    void tellsWhetherAGroupWasGivenToSpawn() {
        // Given
        Networks.Group ours = group(true);
        Networks.Group others = group(false);

        // When, Then
        assertThat(subject().groups(List.of(ours.id(), others.id()))).containsExactlyInAnyOrder(ours, others);
    }

    /** Not an error, and it hides none of the others. */
    @Test
    void whatIsNotThereIsLeftOut() {
        // Given
        Networks.Group group = group(true);

        // When, Then
        assertThat(subject().groups(List.of("sg-0123456789abcdef0", group.id())))
                .containsExactly(group);
        assertThat(subject().subnet("subnet-0123456789abcdef0")).isEmpty();
    }
}
