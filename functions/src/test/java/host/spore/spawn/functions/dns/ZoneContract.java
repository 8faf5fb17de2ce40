package host.spore.spawn.functions.dns;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.InstanceId;
import org.junit.jupiter.api.Test;

/** What every {@link Zone} keeps, the fake as well as Route 53. */
abstract class ZoneContract {
    private static final NameRecords ONE = records("i-00000001", "203.0.113.1");
    private static final NameRecords TWO = records("i-00000002", "203.0.113.2");

    protected abstract Zone subject();

    /** A name that no other test uses. */
    protected abstract DnsName freshName();

    @Test
    void aNameThatIsNotThereIsEmpty() {
        assertThat(subject().read(freshName())).isEqualTo(NameRecords.NONE);
    }

    @Test
    void whatIsPutIsRead() {
        // Given
        DnsName name = freshName();

        // When
        boolean put = subject().replace(name, NameRecords.NONE, ONE);

        // Then
        assertThat(put).isTrue();
        assertThat(subject().read(name)).isEqualTo(ONE);
    }

    @Test
    void replacesExactlyWhatIsThere() {
        // Given
        DnsName name = freshName();
        subject().replace(name, NameRecords.NONE, ONE);

        // When
        boolean replaced = subject().replace(name, ONE, TWO);

        // Then
        assertThat(replaced).isTrue();
        assertThat(subject().read(name)).isEqualTo(TWO);
    }

    @Test
    void refusesToReplaceWhatIsNotThereAnyMore() {
        // Given
        DnsName name = freshName();
        subject().replace(name, NameRecords.NONE, TWO);

        // When
        boolean replaced = subject().replace(name, ONE, records("i-00000001", "203.0.113.9"));

        // Then
        assertThat(replaced).isFalse();
        assertThat(subject().read(name)).isEqualTo(TWO);
    }

    @Test
    void refusesToDeleteAnothersRecord() {
        // Given
        DnsName name = freshName();
        subject().replace(name, NameRecords.NONE, TWO);

        // When
        boolean deleted = subject().replace(name, ONE, NameRecords.NONE);

        // Then
        assertThat(deleted).isFalse();
        assertThat(subject().read(name)).isEqualTo(TWO);
    }

    @Test
    void aBatchIsRefusedAsAWhole() {
        // Given: the address is right, its owner is not
        DnsName name = freshName();
        subject().replace(name, NameRecords.NONE, ONE);

        // When
        boolean deleted = subject().replace(name, new NameRecords(ONE.address(), TWO.owner()), NameRecords.NONE);

        // Then
        assertThat(deleted).isFalse();
        assertThat(subject().read(name)).isEqualTo(ONE);
    }

    @Test
    void deletesBothRecords() {
        // Given
        DnsName name = freshName();
        subject().replace(name, NameRecords.NONE, ONE);

        // When
        boolean deleted = subject().replace(name, ONE, NameRecords.NONE);

        // Then
        assertThat(deleted).isTrue();
        assertThat(subject().read(name)).isEqualTo(NameRecords.NONE);
    }

    @Test
    void refusesToCreateWhereSomethingIs() {
        // Given
        DnsName name = freshName();
        subject().replace(name, NameRecords.NONE, ONE);

        // When
        boolean created = subject().replace(name, NameRecords.NONE, TWO);

        // Then
        assertThat(created).isFalse();
        assertThat(subject().read(name)).isEqualTo(ONE);
    }

    private static NameRecords records(String instance, String address) {
        return NameRecords.of(new NameRecords.Owner(new InstanceId(instance), "us-east-1"), address);
    }
}
