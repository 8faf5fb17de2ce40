package host.spore.spawn.functions.dns;

class FakeVpcOwnerTest extends VpcOwnerContract {
    private final FakeSharedZone zone = new FakeSharedZone();

    @Override
    protected VpcOwner subject() {
        return zone;
    }

    @Override
    protected String zoneId() {
        return FakeSharedZone.ID;
    }

    @Override
    protected ZoneOwner zone() {
        return zone;
    }
}
