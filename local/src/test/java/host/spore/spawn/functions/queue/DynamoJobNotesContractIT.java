package host.spore.spawn.functions.queue;

import host.spore.spawn.local.cloud.Cloud;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoJobNotesContractIT extends JobNotesContract {
    private final Cloud cloud = Cloud.get();
    private final QueuesTable table = new QueuesTable(cloud);

    @AfterAll
    void removeTheTable() {
        table.close();
    }

    @Override
    JobNotes subject() {
        return new DynamoJobNotes(cloud.tables, table.name());
    }

    @Override
    String freshRun() {
        return cloud.newId();
    }

    @Override
    void put(String runId, String key, Map<String, String> attributes) {
        Map<String, AttributeValue> item = new HashMap<>(Items.key(runId, "job#" + key));
        attributes.forEach((name, value) -> item.put(name, value(name, value)));
        cloud.tables.putItem(request -> request.tableName(table.name()).item(item));
    }

    private static AttributeValue value(String name, String value) {
        return switch (name) {
            case "waiting_for" -> AttributeValue.fromSs(Arrays.asList(value.split(" ")));
            case "elements_done" -> AttributeValue.fromNs(Arrays.asList(value.split(" ")));
            case "rank" -> AttributeValue.fromN(value);
            default -> AttributeValue.fromS(value);
        };
    }

    @Override
    Map<String, String> item(String runId, String key) {
        Map<String, String> texts = new TreeMap<>();
        cloud.tables
                .getItem(request ->
                        request.tableName(table.name()).consistentRead(true).key(Items.key(runId, "job#" + key)))
                .item()
                .forEach((name, value) -> texts.put(name, text(value)));
        texts.remove("run_id");
        texts.remove("item");
        return texts;
    }

    private static String text(AttributeValue value) {
        if (value.hasSs()) {
            return value.ss().stream().sorted().collect(Collectors.joining(" "));
        }
        if (value.hasNs()) {
            return value.ns().stream()
                    .sorted(Comparator.comparingInt(Integer::parseInt))
                    .collect(Collectors.joining(" "));
        }
        return value.s() == null ? value.n() : value.s();
    }
}
