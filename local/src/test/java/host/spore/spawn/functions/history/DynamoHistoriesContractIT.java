package host.spore.spawn.functions.history;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.local.cloud.Cloud;
import host.spore.spawn.local.cloud.TableLike;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoHistoriesContractIT extends HistoriesContract {
    private final Cloud cloud = Cloud.get();
    private final TableLike table = new TableLike(cloud, "spawn-history");

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    Histories subject() {
        return new DynamoHistories(cloud.tables, table.name());
    }

    @Override
    List<Entry> entries(InstanceId instance) {
        return cloud
                .tables
                .queryPaginator(request -> request.tableName(table.name())
                        .consistentRead(true)
                        .keyConditionExpression("instance_id = :i")
                        .expressionAttributeValues(Map.of(":i", AttributeValue.fromS(instance.value()))))
                .items()
                .stream()
                .map(item -> new Entry(
                        text(item, "entry").orElse(""),
                        new Change(
                                text(item, "by").orElse(""),
                                text(item, "what").orElse(""),
                                text(item, "command_id").orElse(null),
                                text(item, "correlation_id").orElse(null)),
                        Optional.ofNullable(item.get("expires_at_epoch_seconds"))
                                .map(value -> Instant.ofEpochSecond(Long.parseLong(value.n())))))
                .toList();
    }

    private static Optional<String> text(Map<String, AttributeValue> item, String attribute) {
        return Optional.ofNullable(item.get(attribute)).map(AttributeValue::s);
    }
}
