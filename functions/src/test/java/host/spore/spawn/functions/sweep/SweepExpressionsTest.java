package host.spore.spawn.functions.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.SweepId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Every conditional write by its whole expression. */
class SweepExpressionsTest {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final SweepId SWEEP = new SweepId("lr-20261123-3f2a1b");

    /** Nothing is sent. */
    private static final DynamoDbClient NONE = (DynamoDbClient) Proxy.newProxyInstance(
            SweepExpressionsTest.class.getClassLoader(),
            new Class<?>[] {DynamoDbClient.class},
            (proxy, method, arguments) -> {
                throw new AssertionError(method.getName());
            });

    @Test
    void whatIsNotThereIsMadeAndWhatIsThereIsReplacedAsItWasRead() {
        // When
        PutItemRequest first = new DynamoRows(NONE, "t").request(RowsContract.row("s", 7));
        PutItemRequest later =
                new DynamoSweeps(NONE, "t").request(SweepsContract.item("s").at(4));

        // Then
        assertThat(first.conditionExpression()).isEqualTo("attribute_not_exists(sweep_id)");
        assertThat(first.item())
                .containsEntry("item", AttributeValue.fromS("row#00007"))
                .containsEntry("version", AttributeValue.fromN("1"));
        assertThat(later.conditionExpression()).isEqualTo("#version = :version");
        assertThat(later.expressionAttributeNames())
                .containsEntry("#version", "version")
                .hasSize(1);
        assertThat(later.expressionAttributeValues())
                .containsEntry(":version", AttributeValue.fromN("4"))
                .hasSize(1);
        assertThat(later.item()).containsEntry("version", AttributeValue.fromN("5"));
    }

    @Test
    void whatLiesAheadIsMovedOnByAnAddition() {
        // When
        UpdateItemRequest ahead = new DynamoPace(NONE, "t").ahead(SWEEP, Duration.ofSeconds(10), AT);
        UpdateItemRequest behind = new DynamoPace(NONE, "t").behind(SWEEP, Duration.ofSeconds(10), AT);

        // Then
        assertThat(ahead.updateExpression()).isEqualTo("ADD #next :delay");
        assertThat(ahead.conditionExpression()).isEqualTo("#next > :now");
        assertThat(ahead.expressionAttributeValues()).containsEntry(":delay", AttributeValue.fromN("10000"));
        assertThat(behind.updateExpression()).isEqualTo("SET #next = :next, #expires = :expires");
        assertThat(behind.conditionExpression()).isEqualTo("attribute_not_exists(#next) OR #next <= :now");
        assertThat(behind.expressionAttributeValues())
                .containsEntry(
                        ":next",
                        AttributeValue.fromN(Long.toString(AT.plusSeconds(10).toEpochMilli())))
                .containsEntry(":now", AttributeValue.fromN(Long.toString(AT.toEpochMilli())));
    }

    @Test
    void aSlotIsTakenWhileThereIsOneOrByWhoHasIt() {
        // When
        UpdateItemRequest take = new DynamoZones(NONE, "t").takeRequest(SWEEP, "us-east-1a", 3, 2, AT);
        UpdateItemRequest free = new DynamoZones(NONE, "t").freeRequest(SWEEP, "us-east-1a", 3);

        // Then
        assertThat(take.updateExpression()).isEqualTo("SET #expires = :expires ADD #rows :one");
        assertThat(take.conditionExpression())
                .isEqualTo("attribute_not_exists(#rows) OR size(#rows) < :most OR contains(#rows, :index)");
        assertThat(take.expressionAttributeValues())
                .containsEntry(":most", AttributeValue.fromN("2"))
                .containsEntry(":index", AttributeValue.fromS("3"));
        assertThat(free.updateExpression()).isEqualTo("DELETE #rows :one");
        assertThat(free.conditionExpression()).isNull();
    }
}
