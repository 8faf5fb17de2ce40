package host.spore.spawn.functions.queue;

import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.TableLike;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An empty table like {@code spawn-queues}: in the deployed one, what listens to it would act on a test. */
final class QueuesTable implements AutoCloseable {
    private final Cloud cloud;
    private final TableLike table;

    QueuesTable(Cloud cloud) {
        this.cloud = cloud;
        this.table = new TableLike(cloud, "spawn-queues");
    }

    String name() {
        return table.name();
    }

    Map<String, AttributeValue> read(String partition, String item) {
        return cloud.tables
                .getItem(request ->
                        request.tableName(name()).consistentRead(true).key(Items.key(partition, item)))
                .item();
    }

    @Override
    public void close() {
        table.close();
    }
}
