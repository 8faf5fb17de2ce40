package host.spore.spawn.local.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the deployed functions remember of capacity. A cloud that is already up remembers earlier runs of a test. */
final class CapacityItems {
    private static final String TABLE = "spawn-availability-stats";

    private final Cloud cloud;

    CapacityItems(Cloud cloud) {
        this.cloud = cloud;
    }

    Map<String, AttributeValue> read(String offer) {
        return cloud.tables
                .getItem(request -> request.tableName(TABLE).key(key(offer)).consistentRead(true))
                .item();
    }

    /** On every market, where EC2 chooses the zone. */
    void forget(String... types) {
        for (String type : types) {
            for (String market : List.of("spot", "on-demand")) {
                cloud.tables.deleteItem(request -> request.tableName(TABLE).key(key(type + "#any#" + market)));
            }
        }
    }

    /** As if its last shortage had been so long ago. */
    void age(String offer, Duration by) {
        Instant shortage = Instant.parse(
                Objects.requireNonNull(read(offer).get("last_shortage_at")).s());
        set(offer, "last_shortage_at", AttributeValue.fromS(shortage.minus(by).toString()));
    }

    /** As if EC2 had also taken back these, just now. */
    void interrupt(String offer, String... instances) {
        Map<String, AttributeValue> all = new LinkedHashMap<>(
                Objects.requireNonNull(read(offer).get("interruptions")).m());
        for (String instance : instances) {
            all.put(instance, AttributeValue.fromS(Instant.now().toString()));
        }
        set(offer, "interruptions", AttributeValue.fromM(all));
    }

    private void set(String offer, String attribute, AttributeValue value) {
        cloud.tables.updateItem(request -> request.tableName(TABLE)
                .key(key(offer))
                .updateExpression("SET #attribute = :value")
                .expressionAttributeNames(Map.of("#attribute", attribute))
                .expressionAttributeValues(Map.of(":value", value)));
    }

    private static Map<String, AttributeValue> key(String offer) {
        return Map.of("offer", AttributeValue.fromS(offer));
    }
}
