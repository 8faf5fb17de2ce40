package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.aws.Attributes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@link LastTidied} in DynamoDB. */
final class DynamoLastTidied implements LastTidied {
    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoLastTidied(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Optional<Instant> read() {
        return Attributes.text(
                        dynamoDb.getItem(request -> request.tableName(table)
                                        .consistentRead(true)
                                        .key(Items.key(QueueKeys.TIDY, QueueKeys.TIDY)))
                                .item(),
                        QueueKeys.SINCE)
                .map(Instant::parse);
    }

    @Override
    public void note(Instant at) {
        Map<String, AttributeValue> item = new LinkedHashMap<>(Items.key(QueueKeys.TIDY, QueueKeys.TIDY));
        item.put(QueueKeys.SINCE, Items.text(at.toString()));
        dynamoDb.putItem(request -> request.tableName(table).item(item));
    }
}
