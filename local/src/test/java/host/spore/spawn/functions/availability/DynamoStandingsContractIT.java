package host.spore.spawn.functions.availability;

import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.TableLike;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoStandingsContractIT extends StandingsContract {
    private final Cloud cloud = Cloud.get();
    private final TableLike table = new TableLike(cloud, "spawn-availability-stats");

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    protected Standings subject() {
        return new DynamoStandings(cloud.tables, table.name());
    }

    @Override
    protected String freshType() {
        return cloud.newName("t") + ".large";
    }
}
