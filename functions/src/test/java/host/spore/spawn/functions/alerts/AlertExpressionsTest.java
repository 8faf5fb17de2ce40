package host.spore.spawn.functions.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.DestinationId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Each conditional write of alerts, by its whole expression. Issue 7. */
class AlertExpressionsTest {
    private static final DestinationId ONCALL = new DestinationId("oncall");
    private static final Instant UNTIL = Instant.parse("2026-11-23T12:10:00Z");

    /** Nothing is called. */
    private static final DynamoDbClient NOBODY = new DynamoDbClient() {
        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    };

    private final DynamoQuiets quiets = new DynamoQuiets(NOBODY, "spawn-alerts");

    @Test
    void aWindowIsOpenedWhereThereIsNone() {
        // When
        UpdateItemRequest request =
                quiets.openRequest(ONCALL, AlertKind.SPOT, Optional.empty(), new Quiets.Window(UNTIL, "one", false));

        // Then
        assertThat(request.key())
                .isEqualTo(Map.of(
                        "subject",
                        AttributeValue.fromS("destination#oncall"),
                        "item",
                        AttributeValue.fromS("quiet#spot")));
        assertThat(request.conditionExpression()).isEqualTo("attribute_not_exists(quiet_until)");
        assertThat(request.updateExpression())
                .isEqualTo("SET quiet_until = :until, opened_by = :opener, expires_at_epoch_seconds = :later");
    }

    @Test
    void aWindowIsReplacedAsItWasReadAndEmpty() {
        // When
        UpdateItemRequest request = quiets.openRequest(
                ONCALL,
                AlertKind.SPOT,
                Optional.of(new Quiets.Window(UNTIL, "one", false)),
                new Quiets.Window(UNTIL.plusSeconds(600), "two", false));

        // Then
        assertThat(request.conditionExpression()).isEqualTo("quiet_until = :read AND attribute_not_exists(held_back)");
        assertThat(request.expressionAttributeValues())
                .containsEntry(":read", AttributeValue.fromS("2026-11-23T12:10:00Z"))
                .containsEntry(":until", AttributeValue.fromS("2026-11-23T12:20:00Z"));
    }

    @Test
    void anAlertIsHeldInTheWindowThatWasRead() {
        UpdateItemRequest request = quiets.holdRequest(ONCALL, AlertKind.SPOT, UNTIL, "two");
        assertThat(request.updateExpression()).isEqualTo("ADD held_back :cause");
        assertThat(request.conditionExpression()).isEqualTo("quiet_until = :until");
    }

    @Test
    void aWindowIsClosedOnceAndKeepsWhatItHeld() {
        UpdateItemRequest request = quiets.closeRequest(ONCALL, AlertKind.SPOT, UNTIL, UNTIL.plusSeconds(600));
        assertThat(request.updateExpression())
                .isEqualTo("SET told = held_back, told_until = :until, quiet_until = :next, opened_by = :nobody,"
                        + " expires_at_epoch_seconds = :later REMOVE held_back");
        assertThat(request.conditionExpression()).isEqualTo("quiet_until = :until AND attribute_exists(held_back)");
    }

    @Test
    void aNoteMakesNoDestination() {
        UpdateItemRequest request =
                new DynamoDestinations(NOBODY, "spawn-alerts").noteRequest(ONCALL, "delivered", UNTIL);
        assertThat(request.updateExpression()).isEqualTo("SET last_result = :result, last_at = :at");
        assertThat(request.conditionExpression()).isEqualTo("attribute_exists(subject)");
    }
}
