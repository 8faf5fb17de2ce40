package host.spore.spawn.functions.sweep;

import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Target;
import host.spore.spawn.events.TerminateInstance;
import host.spore.spawn.functions.bus.Bus;
import java.time.Instant;

/** The command that ends a row's instance. The same cause makes the same id, so that it may be published twice. */
final class RowEnding {
    private static final int REASON = 450;

    private RowEnding() {}

    /** Why; one that was asked for because its work is done is another command than one because of a cancel. */
    enum Why {
        CANCELLED(1),
        DONE(2);

        private final int ordinal;

        Why(int ordinal) {
            this.ordinal = ordinal;
        }
    }

    static void publish(
            Bus bus, RowItem row, InstanceId instance, Why why, String correlationId, String reason, Instant now) {
        TerminateInstance command = new TerminateInstance(
                new Envelope(Envelope.CURRENT, Ids.childOf(row.id().commandId(), why.ordinal), correlationId, now),
                new Target(instance.value()),
                null,
                Printable.of(reason, REASON));
        bus.publish(command.type(), command.toJson().toString());
    }
}
