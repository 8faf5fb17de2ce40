package host.spore.spawn.functions.dns;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.InstanceId;
import org.junit.jupiter.api.Test;

/** What every {@link Workloads} keeps, the fake as well as the one that assumes roles. */
abstract class WorkloadsContract {
    protected static final AccountId OWN = new AccountId("000000000000");
    protected static final AccountId OTHER = new AccountId("111122223333");
    protected static final String REGION = "us-east-1";
    protected static final String OTHER_REGION = "eu-west-1";

    protected abstract Workloads subject();

    /** Starts an instance there. */
    protected abstract InstanceId launched(AccountId account, String region);

    @Test
    void seesEachAccountsInstancesInTheirRegionAndNobodyElses() {
        InstanceId here = launched(OWN, REGION);
        InstanceId elsewhere = launched(OWN, OTHER_REGION);
        InstanceId theirs = launched(OTHER, REGION);
        InstanceId theirsElsewhere = launched(OTHER, OTHER_REGION);

        assertThat(subject().of(OWN, REGION, OWN.value()).find(here)).isPresent();
        assertThat(subject().of(OWN, REGION, OWN.value()).find(elsewhere)).isEmpty();
        assertThat(subject().of(OWN, REGION, OWN.value()).find(theirs)).isEmpty();
        assertThat(subject().of(OWN, OTHER_REGION, OWN.value()).find(elsewhere)).isPresent();
        assertThat(subject().of(OTHER, REGION, OWN.value()).find(theirs)).isPresent();
        assertThat(subject().of(OTHER, REGION, OWN.value()).find(here)).isEmpty();
        assertThat(subject().of(OTHER, OTHER_REGION, OWN.value()).find(theirsElsewhere))
                .isPresent();
    }
}
