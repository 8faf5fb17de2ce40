package host.spore.spawn.functions.queue;

import host.spore.spawn.local.cloud.Cloud;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoJobRowsContractIT extends JobRowsContract {
    private final Cloud cloud = Cloud.get();
    private final QueuesTable table = new QueuesTable(cloud);

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    JobRows subject() {
        return new DynamoJobRows(cloud.tables, table.name());
    }

    @Override
    protected String freshRun() {
        return cloud.newId();
    }
}
