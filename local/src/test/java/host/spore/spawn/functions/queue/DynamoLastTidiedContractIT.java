package host.spore.spawn.functions.queue;

import host.spore.spawn.local.cloud.Cloud;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoLastTidiedContractIT extends LastTidiedContract {
    private final Cloud cloud = Cloud.get();
    private final QueuesTable table = new QueuesTable(cloud);

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    LastTidied subject() {
        return new DynamoLastTidied(cloud.tables, table.name());
    }
}
