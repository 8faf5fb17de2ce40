package host.spore.spawn.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link OldMachines} keeps, the fake as well as Step Functions. */
public abstract class OldMachinesContract {
    abstract OldMachines subject();

    /** What the names of this test begin with. */
    protected abstract String prefix();

    /** @return its ARN */
    protected abstract String machine(String name);

    /** @return its ARN */
    protected abstract String activity(String name);

    /** An execution that goes on. */
    protected abstract void run(String machineArn);

    @Test
    void whatHasSuchANameIsListed() {
        // Given
        String machine = machine(prefix() + "listed-main");
        String activity = activity(prefix() + "listed");
        machine("another-" + prefix());

        // When, Then
        assertThat(subject().all(prefix() + "listed"))
                .extracting(OldMachines.Made::arn)
                .containsExactlyInAnyOrder(machine, activity);
        assertThat(subject().all(prefix() + "listed"))
                .allMatch(made -> made.name().startsWith(prefix() + "listed"))
                .allMatch(made -> made.madeAt().isAfter(Instant.EPOCH));
    }

    @Test
    void tagsAreRead() {
        assertThat(subject().tags(machine(prefix() + "tagged-main")))
                .containsAllEntriesOf(Map.of("spawn", "true", "spawn:used-at", "2026-11-23"));
    }

    @Test
    void oneThatRunsIsKnown() {
        // Given
        String runs = machine(prefix() + "runs-main");
        String rests = machine(prefix() + "rests-main");
        run(runs);

        // When, Then
        assertThat(subject().isRunning(runs)).isTrue();
        assertThat(subject().isRunning(rests)).isFalse();
    }

    @Test
    void whatIsDeletedIsGoneAndMayBeDeletedAgain() {
        // Given
        String machine = machine(prefix() + "deleted-main");
        String activity = activity(prefix() + "deleted");

        // When
        for (int i = 0; i < 2; i++) {
            subject().delete(machine);
            subject().delete(activity);
        }

        // Then
        assertThat(subject().all(prefix() + "deleted")).isEmpty();
        assertThat(subject().isRunning(machine)).isFalse();
        assertThat(subject().tags(machine)).isEmpty();
    }
}
