package host.spore.spawn.functions.store;

import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.TableLike;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoBreakersContractIT extends BreakersContract {
    private final Cloud cloud = Cloud.get();
    private final TableLike table = new TableLike(cloud, "spawn-breakers");

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    protected Breakers subject() {
        return new DynamoBreakers(cloud.tables, table.name());
    }

    @Override
    protected String freshTemplate() {
        return cloud.newId();
    }
}
