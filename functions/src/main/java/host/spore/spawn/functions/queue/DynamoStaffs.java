package host.spore.spawn.functions.queue;

import static host.spore.spawn.functions.queue.Items.integer;
import static host.spore.spawn.functions.queue.Items.number;
import static host.spore.spawn.functions.queue.Items.required;
import static host.spore.spawn.functions.queue.Items.text;

import host.spore.spawn.events.SpawnDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** {@link Staffs} in DynamoDB. */
final class DynamoStaffs implements Staffs {
    private static final String STAFF = "staff";
    private static final String ACTIVITY = "activity";
    private static final String INSTANCE_TYPE = "instance_type";
    private static final String COUNT = "worker_count";
    private static final String SLOTS = "worker_slots";
    private static final String SPOT = "spot";
    private static final String TTL = "ttl_seconds";
    private static final String UNTIL = "until";

    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoStaffs(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Staff begin(Staff staff) {
        try {
            dynamoDb.putItem(beginRequest(staff));
            return staff;
        } catch (ConditionalCheckFailedException begun) {
            return staff(begun.item());
        }
    }

    @Override
    public Optional<Staff> read(String runId) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(Items.key(runId, STAFF)))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(staff(item));
    }

    PutItemRequest beginRequest(Staff staff) {
        Map<String, AttributeValue> item = new LinkedHashMap<>(Items.key(staff.runId(), STAFF));
        item.put(QueueKeys.QUEUE_ID, text(staff.queueId()));
        item.put(QueueKeys.CORRELATION_ID, text(staff.correlationId()));
        item.put(QueueKeys.OWNER, text(staff.owner()));
        item.put(ACTIVITY, text(staff.activity()));
        item.put(INSTANCE_TYPE, text(staff.instanceType()));
        item.put(COUNT, number(staff.count()));
        item.put(SLOTS, number(staff.slots()));
        item.put(SPOT, AttributeValue.fromBool(staff.spot()));
        item.put(TTL, number(staff.ttl().value().toSeconds()));
        item.put(UNTIL, text(staff.until().toString()));
        item.put(QueueKeys.EXPIRES_AT, Items.seconds(staff.expiresAt()));
        return PutItemRequest.builder()
                .tableName(table)
                .item(item)
                .conditionExpression("attribute_not_exists(run_id)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    private static Staff staff(Map<String, AttributeValue> item) {
        return new Staff(
                required(item, QueueKeys.QUEUE_ID),
                required(item, QueueKeys.RUN_ID),
                required(item, QueueKeys.CORRELATION_ID),
                required(item, QueueKeys.OWNER),
                required(item, ACTIVITY),
                required(item, INSTANCE_TYPE),
                integer(item, COUNT),
                integer(item, SLOTS),
                Items.isTrue(item, SPOT),
                new SpawnDuration(Duration.ofSeconds(integer(item, TTL))),
                Instant.parse(required(item, UNTIL)),
                Instant.ofEpochSecond(number(item, QueueKeys.EXPIRES_AT).orElseThrow()));
    }
}
