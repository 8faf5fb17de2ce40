package host.spore.spawn.functions.sweep;

import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.TableLike;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoSweepsContractIT extends SweepsContract {
    private final Cloud cloud = Cloud.get();
    private final TableLike table = new TableLike(cloud, "spawn-sweeps");
    private int count;

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    Sweeps subject() {
        return new DynamoSweeps(cloud.tables, table.name());
    }

    @Override
    protected String freshSweep() {
        return "sweep-" + count++;
    }
}
