package host.spore.spawn.functions.dns;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.dns.Zone.Replacement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link Zone} keeps, the fake as well as Route 53. */
abstract class ZoneContract {
    private static final Instant SINCE = Instant.parse("2026-11-23T12:00:00Z");
    private static final NameRecords ONE = records("i-00000001", "203.0.113.1");
    private static final NameRecords TWO = records("i-00000002", "203.0.113.2");

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
        String domain = name.value().substring(name.value().indexOf('.') + 1);

        // When
        Map<DnsName, NameRecords> there = subject().owned(domain);

        // Then
        assertThat(there).containsEntry(name, ONE);
        assertThat(subject().owned("z" + domain)).doesNotContainKey(name);
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
