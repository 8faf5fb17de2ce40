package host.spore.spawn.functions.dns;

import host.spore.spawn.events.DnsName;

class FakeZoneTest extends ZoneContract {
    private final FakeZone fake = new FakeZone();
    private int count;

    @Override
    protected Zone subject() {
        return fake;
    }

    @Override
    protected DnsName freshName() {
        return new DnsName("name-" + count++ + ".1kpqzg2c.spore.host");
    }
}
