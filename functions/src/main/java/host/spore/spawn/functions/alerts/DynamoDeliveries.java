package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.DestinationId;
import host.spore.spawn.functions.aws.Attributes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** {@link Deliveries} in DynamoDB. */
final class DynamoDeliveries implements Deliveries {
    /** As long as Step Functions keeps an execution's name: so long the same alert is not begun again. */
    private static final Duration KEPT = Duration.ofDays(90);

    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoDeliveries(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Optional<String> delivered(DestinationId destination, String id) {
        Map<String, AttributeValue> item = dynamoDb.getItem(request ->
                        request.tableName(table).consistentRead(true).key(AlertItems.delivery(destination, id)))
                .item();
        return Attributes.text(item, "outcome").filter("delivered"::equals).isPresent()
                ? Attributes.text(item, "result")
                : Optional.empty();
    }

    @Override
    public void record(DestinationId destination, Delivery delivery) {
        dynamoDb.putItem(recordRequest(destination, delivery));
    }

    PutItemRequest recordRequest(DestinationId destination, Delivery delivery) {
        Map<String, AttributeValue> item = new LinkedHashMap<>(AlertItems.delivery(destination, delivery.id()));
        item.put("kind", AttributeValue.fromS(delivery.kind().wire()));
        item.put("cause", AttributeValue.fromS(delivery.cause()));
        item.put("outcome", AttributeValue.fromS(delivery.delivered() ? "delivered" : "failed"));
        item.put("result", AttributeValue.fromS(delivery.result()));
        item.put("at", AttributeValue.fromS(delivery.at().toString()));
        item.put(
                "expires_at_epoch_seconds",
                AttributeValue.fromN(Long.toString(delivery.at().plus(KEPT).getEpochSecond())));
        return PutItemRequest.builder().tableName(table).item(item).build();
    }
}
