package host.spore.spawn.functions.dns;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.dns.Zone.Replacement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What every {@link Zone} keeps, the fake as well as Route 53. */
abstract class ZoneContract {
    private static final Instant SINCE = Instant.parse("2026-11-23T12:00:00Z");
    private static final NameRecords ONE = records("i-00000001", "203.0.113.1");
    private static final NameRecords TWO = records("i-00000002", "203.0.113.2");

    /** That tests have made beside the fresh names. */
    protected final List<DnsName> members = new CopyOnWriteArrayList<>();

    protected abstract Zone subject();

    /** A name that no other test uses. */
    protected abstract DnsName freshName();

    @Test
    void aNameThatIsNotThereIsEmpty() {
        assertThat(read(freshName())).isEqualTo(NameRecords.NONE);
    }

    @Test
    void whatIsPutIsRead() {
        // Given
        DnsName name = freshName();

        // When
        boolean put = replace(name, NameRecords.NONE, ONE);

        // Then
        assertThat(put).isTrue();
        assertThat(read(name)).isEqualTo(ONE);
    }

    @Test
    void replacesExactlyWhatIsThere() {
        // Given
        DnsName name = freshName();
        replace(name, NameRecords.NONE, ONE);

        // When
        boolean replaced = replace(name, ONE, TWO);

        // Then
        assertThat(replaced).isTrue();
        assertThat(read(name)).isEqualTo(TWO);
    }

    @Test
    void refusesToReplaceWhatIsNotThereAnyMore() {
        // Given
        DnsName name = freshName();
        replace(name, NameRecords.NONE, TWO);

        // When
        boolean replaced = replace(name, ONE, records("i-00000001", "203.0.113.9"));

        // Then
        assertThat(replaced).isFalse();
        assertThat(read(name)).isEqualTo(TWO);
    }

    @Test
    void refusesToDeleteAnothersRecord() {
        // Given
        DnsName name = freshName();
        replace(name, NameRecords.NONE, TWO);

        // When
        boolean deleted = replace(name, ONE, NameRecords.NONE);

        // Then
        assertThat(deleted).isFalse();
        assertThat(read(name)).isEqualTo(TWO);
    }

    @Test
    void aBatchIsRefusedAsAWhole() {
        // Given: the address is right, its owner is not
        DnsName name = freshName();
        replace(name, NameRecords.NONE, ONE);

        // When
        boolean deleted = replace(name, new NameRecords(ONE.address(), TWO.owner()), NameRecords.NONE);

        // Then
        assertThat(deleted).isFalse();
        assertThat(read(name)).isEqualTo(ONE);
    }

    @Test
    void deletesBothRecords() {
        // Given
        DnsName name = freshName();
        replace(name, NameRecords.NONE, ONE);

        // When
        boolean deleted = replace(name, ONE, NameRecords.NONE);

        // Then
        assertThat(deleted).isTrue();
        assertThat(read(name)).isEqualTo(NameRecords.NONE);
    }

    @Test
    void refusesToCreateWhereSomethingIs() {
        // Given
        DnsName name = freshName();
        replace(name, NameRecords.NONE, ONE);

        // When
        boolean created = replace(name, NameRecords.NONE, TWO);

        // Then
        assertThat(created).isFalse();
        assertThat(read(name)).isEqualTo(ONE);
    }

    @Test
    void manyNamesAreReplacedTogetherAndReadTogether() {
        // Given
        DnsName one = freshName();
        DnsName two = freshName();
        DnsName none = freshName();

        // When
        boolean replaced = subject()
                .replace(List.of(
                        new Replacement(one, NameRecords.NONE, ONE), new Replacement(two, NameRecords.NONE, TWO)));

        // Then
        assertThat(replaced).isTrue();
        assertThat(subject().read(Set.of(two, none, one)))
                .isEqualTo(Map.of(one, ONE, two, TWO, none, NameRecords.NONE));
    }

    @Test
    void oneThatIsStaleHasAllOfThemRefused() {
        // Given
        DnsName stale = freshName();
        DnsName free = freshName();
        replace(stale, NameRecords.NONE, TWO);

        // When
        boolean replaced = subject()
                .replace(List.of(
                        new Replacement(free, NameRecords.NONE, ONE), new Replacement(stale, ONE, NameRecords.NONE)));

        // Then
        assertThat(replaced).isFalse();
        assertThat(subject().read(Set.of(stale, free))).isEqualTo(Map.of(stale, TWO, free, NameRecords.NONE));
    }

    @Test
    void listsWhatHasAnOwnerInADomainAndNothingOfAnother() {
        // Given
        DnsName name = freshName();
        replace(name, NameRecords.NONE, ONE);
        String domain = domainOf(name);

        // When
        Map<DnsName, NameRecords> there = subject().owned(domain);

        // Then
        assertThat(there).containsEntry(name, ONE);
        assertThat(subject().owned("z" + domain)).doesNotContainKey(name);
    }

    @Test
    void theMembersOfAnArrayShareANameAndEachHasItsOwnPartInIt() {
        // Given
        DnsName array = freshName();
        DnsName first = member(array, 0);
        DnsName second = member(array, 11);

        // When: in one batch, and one of them goes
        boolean put = subject()
                .replace(List.of(
                        new Replacement(first, NameRecords.NONE, ONE.shared()),
                        new Replacement(second, NameRecords.NONE, TWO.shared())));
        Map<DnsName, NameRecords> both = subject().read(Set.of(first, second, array));
        boolean deleted = replace(first, ONE.shared(), NameRecords.NONE);

        // Then
        assertThat(put).isTrue();
        assertThat(both).isEqualTo(Map.of(first, ONE.shared(), second, TWO.shared(), array, NameRecords.OF_AN_ARRAY));
        assertThat(deleted).isTrue();
        assertThat(subject().read(Set.of(first, second)))
                .isEqualTo(Map.of(first, NameRecords.NONE, second, TWO.shared()));
        assertThat(subject().owned(domainOf(array))).containsEntry(second, TWO.shared());
    }

    /** Of another account, and called alike: only the whole name tells them apart. */
    @Test
    void whatOneArraysMemberGivesUpIsNoOtherArrays() {
        // Given
        DnsName array = freshName();
        DnsName namesake = new DnsName(labelOf(array) + ".z" + domainOf(array));
        DnsName one = member(array, 3);
        DnsName other = member(namesake, 3);
        replace(one, NameRecords.NONE, ONE.shared());
        replace(other, NameRecords.NONE, TWO.shared());

        // When
        replace(one, ONE.shared(), NameRecords.NONE);

        // Then
        assertThat(read(other)).isEqualTo(TWO.shared());
    }

    @Test
    void anAddressUnderTheCommonNameThatIsNotWhatIsThereIsNotDeleted() {
        // Given
        DnsName member = member(freshName(), 3);
        replace(member, NameRecords.NONE, ONE.shared());

        // When
        boolean deleted = replace(
                member, new NameRecords(ONE.address(), ONE.owner(), TWO.shared().common()), NameRecords.NONE);

        // Then
        assertThat(deleted).isFalse();
        assertThat(read(member)).isEqualTo(ONE.shared());
    }

    @Test
    void aNameIsAnInstancesOrAnArrays() {
        // Given
        DnsName instances = freshName();
        DnsName arrays = freshName();
        replace(instances, NameRecords.NONE, ONE);
        replace(member(arrays, 0), NameRecords.NONE, ONE.shared());

        // When
        boolean shared = replace(member(instances, 0), NameRecords.NONE, TWO.shared());
        boolean alone = replace(arrays, NameRecords.NONE, TWO);

        // Then
        assertThat(List.of(shared, alone)).containsOnly(false);
        assertThat(read(member(instances, 0)).common()).isEqualTo(new NameRecords.Common.Taken());
        assertThat(replace(member(instances, 0), NameRecords.NONE, TWO.besides(read(member(instances, 0)))))
                .isTrue();
    }

    private DnsName member(DnsName array, int index) {
        DnsName member = new DnsName(labelOf(array) + "-" + index + "." + domainOf(array));
        members.add(member);
        return member;
    }

    private static String labelOf(DnsName name) {
        return name.value().substring(0, name.value().indexOf('.'));
    }

    private static String domainOf(DnsName name) {
        return name.value().substring(name.value().indexOf('.') + 1);
    }

    private boolean replace(DnsName name, NameRecords old, NameRecords fresh) {
        return subject().replace(List.of(new Replacement(name, old, fresh)));
    }

    private NameRecords read(DnsName name) {
        return subject().read(Set.of(name)).getOrDefault(name, NameRecords.foreign("it was not answered"));
    }

    private static NameRecords records(String instance, String address) {
        return NameRecords.of(new NameRecords.Owner(new InstanceId(instance), "us-east-1", SINCE), address);
    }
}
