package host.spore.spawn.functions.alerts;

import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.TableLike;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoDeliveriesContractIT extends DeliveriesContract {
    private final Cloud cloud = Cloud.get();
    private final TableLike table = new TableLike(cloud, "spawn-alerts");

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    Deliveries subject() {
        return new DynamoDeliveries(cloud.tables, table.name());
    }

    @Override
    String freshId() {
        return cloud.newId();
    }
}
