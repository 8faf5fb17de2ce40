package host.spore.spawn.functions.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What every {@link VpcOwner} keeps. */
public abstract class VpcOwnerContract {
    private static final ZoneVpc VPC = new ZoneVpc("vpc-0a1b2c3d", "us-east-1");

    protected abstract VpcOwner subject();

    protected abstract String zoneId();

    /** What the zone's account does before. */
    protected abstract ZoneOwner zone();

    @Test
    void associatesWhatWasAuthorized() {
        zone().authorize(VPC);
        subject().associate(zoneId(), VPC);
        assertThat(zone().isSeenBy(VPC)).isTrue();
    }

    @Test
    void failsWhereItWasNot() {
        assertThatThrownBy(() -> subject().associate(zoneId(), VPC)).isInstanceOf(RuntimeException.class);
        assertThat(zone().isSeenBy(VPC)).isFalse();
    }
}
