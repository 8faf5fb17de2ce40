package host.spore.spawn.functions.dns;

class FakeSharedZoneTest extends ZoneOwnerContract {
    private final FakeSharedZone zone = new FakeSharedZone();

    @Override
    protected ZoneOwner subject() {
        return zone;
    }

    @Override
    protected void associate(ZoneVpc vpc) {
        zone.associate(FakeSharedZone.ID, vpc);
    }

    @Override
    protected void deleteZone() {
        zone.delete();
    }
}
