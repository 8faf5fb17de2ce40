package host.spore.spawn.functions.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What every {@link ZoneOwner} keeps, the fake as well as Route 53, with the VPC's account at the other end. */
public abstract class ZoneOwnerContract {
    private static final ZoneVpc VPC = new ZoneVpc("vpc-0a1b2c3d", "us-east-1");
    private static final ZoneVpc NAMESAKE = new ZoneVpc("vpc-0a1b2c3d", "eu-west-1");

    protected abstract ZoneOwner subject();

    /** The account of the VPCs, and the zone's id. */
    protected abstract void associate(ZoneVpc vpc);

    /** Somebody else deletes the zone. */
    protected abstract void deleteZone();

    @Test
    void onlyWhoIsAuthorizedAssociates() {
        assertThatThrownBy(() -> associate(VPC)).isInstanceOf(RuntimeException.class);
        assertThat(subject().isSeenBy(VPC)).isFalse();

        subject().authorize(VPC);
        associate(VPC);

        assertThat(subject().isSeenBy(VPC)).isTrue();
        assertThat(subject().isSeenBy(NAMESAKE)).isFalse();
    }

    @Test
    void anAuthorizationIsTakenBackAndTheAssociationStays() {
        subject().authorize(VPC);
        associate(VPC);

        subject().deauthorize(VPC);

        assertThat(subject().isSeenBy(VPC)).isTrue();
        subject().disassociate(VPC);
        assertThatThrownBy(() -> associate(VPC)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void allOfItMayBeAskedTwice() {
        subject().authorize(VPC);
        subject().authorize(VPC);
        associate(VPC);
        subject().deauthorize(VPC);
        subject().deauthorize(VPC);
        subject().disassociate(VPC);
        subject().disassociate(VPC);

        assertThat(subject().isSeenBy(VPC)).isFalse();
    }

    @Test
    void aVpcIsAssociatedOnce() {
        subject().authorize(VPC);
        associate(VPC);

        assertThatThrownBy(() -> associate(VPC)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void aZoneThatIsGoneIsSeenByNobody() {
        subject().authorize(VPC);
        associate(VPC);
        deleteZone();

        subject().disassociate(VPC);
    }
}
