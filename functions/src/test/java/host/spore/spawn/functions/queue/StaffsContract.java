package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.SpawnDuration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Staffs} keeps, the fake as well as DynamoDB. */
abstract class StaffsContract {
    abstract Staffs subject();

    /** Of a run that no other test uses. */
    abstract String freshRun();

    static Staff aStaff(String runId, int count, boolean spot) {
        return new Staff(
                "train",
                runId,
                "cause-1",
                "ada",
                "arn:aws:states:us-east-1:123456789012:activity:spawn-q-0123456789abcdef0123",
                "c7i.large|c7a.large",
                count,
                4,
                spot,
                SpawnDuration.parse("13h"),
                Instant.parse("2026-11-24T00:15:00Z"),
                Instant.parse("2027-02-22T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsMadeIsRead(boolean spot) {
        // Given
        Staff staff = aStaff(freshRun(), 2, spot);

        // When
        Staff begun = subject().begin(staff);

        // Then
        assertThat(begun).isEqualTo(staff);
        assertThat(subject().read(staff.runId())).contains(staff);
    }

    @Test
    void theFirstOneStays() {
        // Given
        Staff staff = subject().begin(aStaff(freshRun(), 2, true));

        // When
        Staff again = subject().begin(aStaff(staff.runId(), 9, false));

        // Then
        assertThat(again).isEqualTo(staff);
        assertThat(subject().read(staff.runId())).contains(staff);
    }

    @Test
    void aRunThatAskedForNobodyHasNone() {
        assertThat(subject().read(freshRun())).isEmpty();
    }
}
