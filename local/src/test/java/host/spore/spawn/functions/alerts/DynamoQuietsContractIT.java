package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.DestinationId;
import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.TableLike;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoQuietsContractIT extends QuietsContract {
    private final Cloud cloud = Cloud.get();
    private final TableLike table = new TableLike(cloud, "spawn-alerts");

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    Quiets subject() {
        return new DynamoQuiets(cloud.tables, table.name());
    }

    @Override
    DestinationId freshId() {
        return new DestinationId(cloud.newId());
    }
}
