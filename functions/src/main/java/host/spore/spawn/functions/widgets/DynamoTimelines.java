package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.aws.Attributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** {@link Timelines} in DynamoDB. */
final class DynamoTimelines implements Timelines {
    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoTimelines(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public List<Entry> newest(InstanceId instance, int most) {
        return dynamoDb.query(newestRequest(instance, most)).items().stream()
                .map(DynamoTimelines::entry)
                .toList();
    }

    /** One page: entries are of some hundred bytes, and a page of 1 MB holds more of them than anybody asks for. */
    QueryRequest newestRequest(InstanceId instance, int most) {
        return QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("instance_id = :instance")
                .expressionAttributeValues(Map.of(":instance", AttributeValue.fromS(instance.value())))
                .scanIndexForward(false)
                .limit(most)
                .build();
    }

    private static Entry entry(Map<String, AttributeValue> item) {
        // 2026-11-23T12:00:02Z#0000000003#0: sorted by moment, version of the row, and place within that.
        String key = Attributes.text(item, "entry").orElse("");
        return new Entry(
                Instant.parse(key.substring(0, key.indexOf('#'))),
                Attributes.text(item, "by").orElse(""),
                Attributes.text(item, "what").orElse(""),
                Attributes.text(item, "command_id"));
    }
}
