package host.spore.spawn.local.cloud;

import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * An empty table with the keys and indexes of a deployed one. In the deployed one itself, the reaper would publish the
 * outcomes that a test has written.
 */
public final class TableLike implements AutoCloseable {
    private final DynamoDbClient tables;
    private final String name;

    public TableLike(Cloud cloud, String deployed) {
        tables = cloud.tables;
        name = cloud.newName(deployed);
        TableDescription original =
                tables.describeTable(request -> request.tableName(deployed)).table();
        CreateTableRequest.Builder create = CreateTableRequest.builder()
                .tableName(name)
                .keySchema(original.keySchema())
                .attributeDefinitions(original.attributeDefinitions())
                .billingMode(BillingMode.PAY_PER_REQUEST);
        List<GlobalSecondaryIndex> indexes = original.globalSecondaryIndexes().stream()
                .map(index -> GlobalSecondaryIndex.builder()
                        .indexName(index.indexName())
                        .keySchema(index.keySchema())
                        .projection(index.projection())
                        .build())
                .toList();
        if (!indexes.isEmpty()) {
            create.globalSecondaryIndexes(indexes);
        }
        tables.createTable(create.build());
        tables.waiter().waitUntilTableExists(request -> request.tableName(name));
    }

    public String name() {
        return name;
    }

    @Override
    public void close() {
        tables.deleteTable(request -> request.tableName(name));
    }
}
