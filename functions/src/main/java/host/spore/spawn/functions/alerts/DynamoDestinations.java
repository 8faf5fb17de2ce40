package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.AlertFilter;
import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.AlertTarget;
import host.spore.spawn.events.DestinationId;
import host.spore.spawn.events.Tags;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Attributes;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** {@link Destinations} in DynamoDB. */
final class DynamoDestinations implements Destinations {
    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoDestinations(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public List<Destination> all() {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("subject = :destinations")
                .expressionAttributeValues(Map.of(":destinations", AttributeValue.fromS(AlertItems.destinations())))
                .build();
        return dynamoDb.queryPaginator(query).items().stream()
                .map(DynamoDestinations::destination)
                .toList();
    }

    @Override
    public Optional<Destination> find(DestinationId id) {
        return Optional.of(dynamoDb.getItem(request ->
                                request.tableName(table).consistentRead(true).key(AlertItems.destination(id)))
                        .item())
                .filter(item -> !item.isEmpty())
                .map(DynamoDestinations::destination);
    }

    @Override
    public void put(Destination destination, Instant at) {
        dynamoDb.putItem(putRequest(destination, at));
    }

    @Override
    public boolean remove(DestinationId id) {
        return dynamoDb.deleteItem(request ->
                        request.tableName(table).key(AlertItems.destination(id)).returnValues(ReturnValue.ALL_OLD))
                .hasAttributes();
    }

    @Override
    public void note(DestinationId id, String result, Instant at) {
        try {
            dynamoDb.updateItem(noteRequest(id, result, at));
        } catch (ConditionalCheckFailedException removed) {
            // Removed while its last alert was on the way: there is nothing left to note it on.
            return;
        }
    }

    PutItemRequest putRequest(Destination destination, Instant at) {
        Map<String, AttributeValue> item = new LinkedHashMap<>(AlertItems.destination(destination.id()));
        item.put("target", AttributeValue.fromS(destination.to().toJson().toString()));
        item.put(
                "kinds",
                AttributeValue.fromS(
                        destination.kinds().stream().map(AlertKind::wire).collect(Collectors.joining(","))));
        AlertFilter filter = destination.filter();
        if (filter.name() != null) {
            item.put("filter_name", AttributeValue.fromS(filter.name()));
        }
        if (filter.owner() != null) {
            item.put("filter_owner", AttributeValue.fromS(filter.owner()));
        }
        if (!filter.tags().values().isEmpty()) {
            JsonObject.Builder tags = JsonObject.builder();
            filter.tags().values().forEach(tags::put);
            item.put("filter_tags", AttributeValue.fromS(tags.build().toString()));
        }
        Duration quiet = destination.quiet();
        if (quiet != null) {
            item.put("quiet_seconds", AttributeValue.fromN(Long.toString(quiet.toSeconds())));
        }
        item.put("added_at", AttributeValue.fromS(at.toString()));
        return PutItemRequest.builder().tableName(table).item(item).build();
    }

    UpdateItemRequest noteRequest(DestinationId id, String result, Instant at) {
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(AlertItems.destination(id))
                .updateExpression("SET last_result = :result, last_at = :at")
                .conditionExpression("attribute_exists(subject)")
                .expressionAttributeValues(
                        Map.of(":result", AttributeValue.fromS(result), ":at", AttributeValue.fromS(at.toString())))
                .build();
    }

    private static Destination destination(Map<String, AttributeValue> item) {
        AttributeValue quiet = item.get("quiet_seconds");
        return new Destination(
                new DestinationId(AlertItems.required(item, AlertItems.ITEM)),
                AlertTarget.of(JsonObject.parse(AlertItems.required(item, "target"))),
                AlertKind.parseAll(AlertItems.required(item, "kinds")),
                new AlertFilter(
                        Attributes.text(item, "filter_name").orElse(null),
                        Attributes.text(item, "filter_owner").orElse(null),
                        Attributes.text(item, "filter_tags")
                                .map(tags -> new Tags(JsonObject.builder()
                                        .put("tags", JsonObject.parse(tags))
                                        .build()
                                        .strings("tags")))
                                .orElse(Tags.NONE)),
                quiet == null ? null : Duration.ofSeconds(Long.parseLong(quiet.n())));
    }
}
