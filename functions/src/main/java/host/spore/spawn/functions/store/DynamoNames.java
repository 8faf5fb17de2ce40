package host.spore.spawn.functions.store;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@link Names} in DynamoDB. */
public final class DynamoNames implements Names {
    private final DynamoDbClient dynamoDb;
    private final String table;

    public DynamoNames(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Optional<Claim> read(Name name) {
        Map<String, AttributeValue> item = dynamoDb.getItem(request -> request.tableName(table)
                        .consistentRead(true)
                        .key(Map.of("name", AttributeValue.fromS(name.value()))))
                .item();
        if (item.isEmpty()) {
            return Optional.empty();
        }
        AttributeValue command = item.get("command_id");
        AttributeValue instance = item.get("instance_id");
        return Optional.of(new Claim(
                command == null || command.s() == null ? "" : command.s(),
                instance == null || instance.s() == null ? null : new InstanceId(instance.s())));
    }
}
