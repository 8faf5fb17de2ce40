package host.spore.spawn.functions.store;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.TableLike;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoInstanceRowsContractIT extends InstanceRowsContract {
    private final Cloud cloud = Cloud.get();
    private final TableLike table = new TableLike(cloud, "spawn-instances");
    private int count;

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    protected InstanceRows subject() {
        return new DynamoInstanceRows(cloud.tables, table.name());
    }

    @Override
    protected InstanceId freshId() {
        return new InstanceId("i-%08x".formatted(count++));
    }
}
