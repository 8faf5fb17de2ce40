package host.spore.spawn.functions.reaper;

import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.TableLike;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoLastListedContractIT extends LastListedContract {
    private final Cloud cloud = Cloud.get();
    private final TableLike table = new TableLike(cloud, "spawn-outcomes");

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    LastListed subject() {
        return new DynamoLastListed(cloud.tables, table.name());
    }
}
