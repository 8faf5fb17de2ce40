package host.spore.spawn.functions.widgets;

class FakeSweepSightsTest extends SweepSightsContract {
    private final FakeSweepSights fake = new FakeSweepSights();
    private int ids;

    @Override
    SweepSights subject() {
        return fake;
    }

    @Override
    void begin(SweepRun run) {
        fake.begin(run);
    }

    @Override
    void add(String sweepId, SweepRow row) {
        fake.add(sweepId, row);
    }

    @Override
    String freshId() {
        return "lr-" + ids++;
    }
}
