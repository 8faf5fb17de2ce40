package host.spore.spawn.functions.store;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.functions.aws.Attributes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** {@link Names} and {@link NameClaims} in DynamoDB. */
public final class DynamoNames implements Names, NameClaims {
    private static final String KEY = "name";

    private final DynamoDbClient dynamoDb;
    private final String table;

    public DynamoNames(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Optional<Claim> read(Name name) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).consistentRead(true).key(key(name)))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(claim(item));
    }

    @Override
    public List<Claim> all() {
        return dynamoDb.scanPaginator(request -> request.tableName(table).consistentRead(true)).items().stream()
                .map(DynamoNames::claim)
                .toList();
    }

    @Override
    public boolean tie(Name name, String commandId, InstanceId instance) {
        return isDone(() -> dynamoDb.updateItem(tieRequest(name, commandId, instance)));
    }

    @Override
    public boolean remove(Claim claim) {
        return isDone(() -> dynamoDb.deleteItem(removeRequest(claim)));
    }

    @Override
    public boolean take(Name name, String commandId, Instant at) {
        return isDone(() -> dynamoDb.updateItem(takeRequest(name, commandId, at)));
    }

    UpdateItemRequest takeRequest(Name name, String commandId, Instant at) {
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(key(name))
                .updateExpression("SET command_id = :command, claimed_at = if_not_exists(claimed_at, :at)")
                .conditionExpression("attribute_not_exists(command_id) OR command_id = :command")
                .expressionAttributeValues(
                        Map.of(":command", AttributeValue.fromS(commandId), ":at", AttributeValue.fromS(at.toString())))
                .build();
    }

    UpdateItemRequest tieRequest(Name name, String commandId, InstanceId instance) {
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(key(name))
                .updateExpression("SET command_id = :command, instance_id = :instance")
                .conditionExpression("attribute_not_exists(command_id) OR command_id = :command")
                .expressionAttributeValues(Map.of(
                        ":command", AttributeValue.fromS(commandId),
                        ":instance", AttributeValue.fromS(instance.value())))
                .build();
    }

    DeleteItemRequest removeRequest(Claim claim) {
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        values.put(":command", AttributeValue.fromS(claim.commandId()));
        String instance = "attribute_not_exists(instance_id)";
        if (claim.instanceId() != null) {
            instance = "instance_id = :instance";
            values.put(":instance", AttributeValue.fromS(claim.instanceId().value()));
        }
        return DeleteItemRequest.builder()
                .tableName(table)
                .key(key(claim.name()))
                .conditionExpression("command_id = :command AND " + instance)
                .expressionAttributeValues(values)
                .build();
    }

    private static boolean isDone(Runnable write) {
        try {
            write.run();
            return true;
        } catch (ConditionalCheckFailedException anothers) {
            return false;
        }
    }

    private static Map<String, AttributeValue> key(Name name) {
        return Map.of(KEY, AttributeValue.fromS(name.value()));
    }

    private static Claim claim(Map<String, AttributeValue> item) {
        return new Claim(
                new Name(Attributes.text(item, KEY).orElse("")),
                Attributes.text(item, "command_id").orElse(""),
                Attributes.text(item, "instance_id").map(InstanceId::new).orElse(null),
                Attributes.text(item, "claimed_at").map(Instant::parse));
    }
}
