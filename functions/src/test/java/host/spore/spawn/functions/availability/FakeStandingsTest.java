package host.spore.spawn.functions.availability;

class FakeStandingsTest extends StandingsContract {
    private final FakeStandings standings = new FakeStandings();
    private int types;

    @Override
    protected Standings subject() {
        return standings;
    }

    @Override
    protected String freshType() {
        return "c" + ++types + ".large";
    }
}
