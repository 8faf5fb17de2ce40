package host.spore.spawn.functions.reaper;

import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.InstanceObserved;
import host.spore.spawn.functions.bus.Bus;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import java.time.Instant;

/** Says what EC2's own event would have said. */
final class Observed {
    private Observed() {}

    static void publish(Bus bus, InstanceRow row, InstanceState state, Instant now) {
        String id = Ids.hash("observed", row.id().value(), state.wire(), now.toString());
        InstanceObserved said = new InstanceObserved(
                new Envelope(
                        Envelope.CURRENT, id, row.text(Column.CORRELATION_ID).orElse(id), now),
                row.id(),
                state.wire(),
                row.text(Column.DNS_NAME).map(DnsName::new).orElse(null));
        bus.publish(said.type(), said.toJson().toString());
    }
}
