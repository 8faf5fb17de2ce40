package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.spored.QueueJob.Need;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final Need NONE = new Need(0, 0);
    private final Slots slots = Slots.of(2, new Need(4, 1_000));

    @Test
    void asksWhileASlotIsFreeAndNobodyWaits() {
        assertThat(slots.mayAsk()).isTrue();
        assertThat(slots.starts(NONE).mayAsk()).isTrue();
        assertThat(slots.starts(NONE).starts(NONE).mayAsk()).isFalse();
        assertThat(slots.waits(NONE).mayAsk()).isFalse();
        assertThat(slots.waits(NONE).waitsNoMore().mayAsk()).isTrue();
        assertThat(slots.starts(NONE).starts(NONE).ends(NONE).mayAsk()).isTrue();
    }

    @Test
    void fitsUpToTheLastOfBoth() {
        Slots half = slots.starts(new Need(3, 400));
        assertThat(half.fits(new Need(1, 600))).isTrue();
        assertThat(half.fits(new Need(2, 0))).isFalse();
        assertThat(half.fits(new Need(0, 601))).isFalse();
        assertThat(half.starts(NONE).fits(NONE)).isFalse();
    }

    @Test
    void refusesOnlyWhatCouldNotRunAlone() {
        Slots full = slots.starts(new Need(4, 1_000));
        assertThat(full.refusal(new Need(4, 1_000))).isEmpty();
        assertThat(full.refusal(new Need(5, 0))).contains("wants 5 processors, this worker has 4");
        assertThat(full.refusal(new Need(0, 1_001))).contains("wants 1001 MB of memory, this worker has 1000");
    }

    /** Whatever comes and goes: never more than there is, and all is given back. */
    @Property(tries = 300)
    void neverGivesMoreThanThereIs(@ForAll @Size(max = 40) List<@IntRange(max = 5) Integer> needs) {
        Slots now = slots;
        List<Need> running = new ArrayList<>();
        for (int cpus : needs) {
            Need need = new Need(cpus, cpus * 200L);
            if (now.fits(need)) {
                now = now.starts(need);
                running.add(need);
            } else if (!running.isEmpty()) {
                now = now.ends(running.remove(0));
            }
            assertThat(running.stream().mapToLong(Need::cpus).sum()).isLessThanOrEqualTo(4);
            assertThat(running).hasSizeLessThanOrEqualTo(2);
        }
        for (Need need : running) {
            now = now.ends(need);
        }
        assertThat(now).isEqualTo(slots);
    }
}
