package host.spore.spawn.cli.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.StopInstance;
import host.spore.spawn.events.Target;
import host.spore.spawn.events.TerminateInstance;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EntryTest {
    private static final BusArn BUS = BusArn.parse("arn:aws:events:us-east-1:123456789012:event-bus/spawn");
    private static final Envelope ENVELOPE = Envelope.first("an-id", Instant.EPOCH);

    @Test
    void carriesTheCommandsIdForThoseWhoSayItAgain() {
        assertThat(Entry.of(new StopInstance(ENVELOPE, new Target("demo")), BUS).commandId())
                .isEqualTo("an-id");
    }

    @Test
    void whatTheFlowsCouldNotTakeIsRefused() {
        // No command of today can be so large: the bound is here for those that carry files.
        assertThatThrownBy(() -> Entry.checkedSize("x".repeat(Entry.MAX_DETAIL_BYTES + 1)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("the command has 200001 bytes: at most 200000");
        assertThat(Entry.checkedSize("x".repeat(Entry.MAX_DETAIL_BYTES))).hasSize(Entry.MAX_DETAIL_BYTES);
    }

    @Test
    void theTypeIsTheCommands() {
        assertThat(Entry.of(new TerminateInstance(ENVELOPE, new Target("demo")), BUS)
                        .json()
                        .string("DetailType"))
                .isEqualTo("TerminateInstance");
    }
}
