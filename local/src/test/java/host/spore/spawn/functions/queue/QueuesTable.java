package host.spore.spawn.functions.queue;

import host.spore.spawn.local.cloud.Cloud;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** An empty table with the keys of {@code spawn-queues}: in the deployed one, what listens to it would act on a test. */
final class QueuesTable implements AutoCloseable {
    private final Cloud cloud;
    private final String name;

    QueuesTable(Cloud cloud) {
        this.cloud = cloud;
        this.name = cloud.newName("contract-queues");
        cloud.tables.createTable(request -> request.tableName(name)
                .keySchema(key(QueueKeys.RUN_ID, KeyType.HASH), key(QueueKeys.ITEM, KeyType.RANGE))
                .attributeDefinitions(text(QueueKeys.RUN_ID), text(QueueKeys.ITEM))
                .billingMode(BillingMode.PAY_PER_REQUEST));
        cloud.tables.waiter().waitUntilTableExists(request -> request.tableName(name));
    }

    private static KeySchemaElement key(String attribute, KeyType type) {
        return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
    }

    private static AttributeDefinition text(String attribute) {
        return AttributeDefinition.builder()
                .attributeName(attribute)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    String name() {
        return name;
    }

    Map<String, AttributeValue> read(String partition, String item) {
        return cloud.tables
                .getItem(request -> request.tableName(name).consistentRead(true).key(Items.key(partition, item)))
                .item();
    }

    @Override
    public void close() {
        cloud.tables.deleteTable(request -> request.tableName(name));
    }
}
