package host.spore.spawn.functions.store;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.TableLike;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoNamesContractIT extends NamesContract {
    private final Cloud cloud = Cloud.get();
    private final TableLike table = new TableLike(cloud, "spawn-names");

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    protected Names subject() {
        return new DynamoNames(cloud.tables, table.name());
    }

    @Override
    protected void claim(Name name, String commandId, @Nullable InstanceId instance) {
        Map<String, AttributeValue> item = new HashMap<>(Map.of(
                "name", AttributeValue.fromS(name.value()),
                "command_id", AttributeValue.fromS(commandId)));
        if (instance != null) {
            item.put("instance_id", AttributeValue.fromS(instance.value()));
        }
        cloud.tables.putItem(request -> request.tableName(table.name()).item(item));
    }

    @Override
    protected Name freshName() {
        return new Name(cloud.newName("contract"));
    }
}
