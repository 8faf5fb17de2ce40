package host.spore.spawn.functions.reaper;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@link LastListed} beside the outcomes, under a key that no command can have. */
final class DynamoLastListed implements LastListed {
    private static final Map<String, AttributeValue> KEY = Map.of("command_id", AttributeValue.fromS("reaper/names"));

    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoLastListed(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Optional<Listing> read() {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(KEY))
                .item();
        return item.isEmpty()
                ? Optional.empty()
                : Optional.of(new Listing(
                        Objects.requireNonNull(item.get("digest")).s(),
                        Instant.parse(Objects.requireNonNull(item.get("at")).s())));
    }

    @Override
    public void note(Listing listing) {
        Map<String, AttributeValue> item = new HashMap<>(KEY);
        item.put("digest", AttributeValue.fromS(listing.digest()));
        item.put("at", AttributeValue.fromS(listing.at().toString()));
        dynamoDb.putItem(request -> request.tableName(table).item(item));
    }
}
