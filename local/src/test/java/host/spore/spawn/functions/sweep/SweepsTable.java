package host.spore.spawn.functions.sweep;

import host.spore.spawn.local.cloud.Cloud;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** An empty table with the keys of {@code spawn-sweeps}. */
final class SweepsTable implements AutoCloseable {
    private final Cloud cloud;
    private final String name;

    SweepsTable(Cloud cloud) {
        this.cloud = cloud;
        this.name = cloud.newName("contract-sweeps");
        cloud.tables.createTable(request -> request.tableName(name)
                .keySchema(key(RowKeys.SWEEP_ID, KeyType.HASH), key(RowKeys.ITEM, KeyType.RANGE))
                .attributeDefinitions(text(RowKeys.SWEEP_ID), text(RowKeys.ITEM))
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

    @Override
    public void close() {
        cloud.tables.deleteTable(request -> request.tableName(name));
    }
}
