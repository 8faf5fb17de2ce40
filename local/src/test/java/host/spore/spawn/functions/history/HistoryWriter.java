package host.spore.spawn.functions.history;

import host.spore.spawn.events.InstanceId;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Writes histories as the function of that name does, for those who read them. */
public final class HistoryWriter {
    private final Histories histories;

    public HistoryWriter(DynamoDbClient dynamoDb, String table) {
        histories = new DynamoHistories(dynamoDb, table);
    }

    public void append(InstanceId instance, String key, String by, String what, Optional<String> commandId) {
        histories.append(instance, key, new Change(by, what, commandId.orElse(null), null));
    }
}
