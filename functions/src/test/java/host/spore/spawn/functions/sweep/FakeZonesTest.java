package host.spore.spawn.functions.sweep;

class FakeZonesTest extends ZonesContract {
    private final FakeZones fake = new FakeZones();
    private int count;

    @Override
    Zones subject() {
        return fake;
    }

    @Override
    protected String freshSweep() {
        return "fresh-" + count++;
    }
}
