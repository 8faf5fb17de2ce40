package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.DestinationId;
import host.spore.spawn.functions.aws.Attributes;
import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.TableLike;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoDestinationsContractIT extends DestinationsContract {
    private final Cloud cloud = Cloud.get();
    private final TableLike table = new TableLike(cloud, "spawn-alerts");

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    Destinations subject() {
        return new DynamoDestinations(cloud.tables, table.name());
    }

    @Override
    DestinationId freshId() {
        return new DestinationId(cloud.newId());
    }

    @Override
    Optional<String> noted(DestinationId id) {
        return Attributes.text(
                cloud.tables
                        .getItem(request -> request.tableName(table.name())
                                .consistentRead(true)
                                .key(AlertItems.destination(id)))
                        .item(),
                "last_result");
    }
}
