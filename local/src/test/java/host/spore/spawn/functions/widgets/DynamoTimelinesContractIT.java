package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.history.HistoryWriter;
import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.TableLike;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoTimelinesContractIT extends TimelinesContract {
    private final Cloud cloud = Cloud.get();
    private final TableLike table = new TableLike(cloud, "spawn-history");

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    Timelines subject() {
        return new DynamoTimelines(cloud.tables, table.name());
    }

    @Override
    void append(InstanceId instance, String key, Entry entry) {
        new HistoryWriter(cloud.tables, table.name())
                .append(instance, key, entry.by(), entry.what(), entry.commandId());
    }
}
