package host.spore.spawn.functions.store;

import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.TableLike;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoOutcomesByTypeContractIT extends OutcomesByTypeContract {
    private final Cloud cloud = Cloud.get();
    private final TableLike table = new TableLike(cloud, "spawn-outcomes");

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    protected OutcomesByType subject() {
        return new DynamoOutcomesByType(cloud.tables, table.name());
    }

    @Override
    protected Outcomes writer() {
        return new DynamoOutcomes(cloud.tables, table.name());
    }

    @Override
    protected String freshKey() {
        return cloud.newId();
    }
}
