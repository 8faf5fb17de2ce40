package host.spore.spawn.functions.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.DestinationId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every {@link Deliveries} keeps, the fake as well as DynamoDB. */
public abstract class DeliveriesContract {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final DestinationId ONCALL = new DestinationId("oncall");

    abstract Deliveries subject();

    /** One that no other test uses. */
    abstract String freshId();

    private static Deliveries.Delivery delivery(String id, boolean delivered) {
        return new Deliveries.Delivery(id, AlertKind.SPOT, "c", delivered, delivered ? "200" : "503", AT);
    }

    @Test
    void whatWasDeliveredIsKnownThereAndNowhereElse() {
        // Given
        String id = freshId();

        // When
        subject().record(ONCALL, delivery(id, true));

        // Then
        assertThat(subject().delivered(ONCALL, id)).contains("200");
        assertThat(subject().delivered(new DestinationId("other"), id)).isEmpty();
        assertThat(subject().delivered(ONCALL, freshId())).isEmpty();
    }

    @Test
    void whatFailedIsNotDeliveredUntilItIs() {
        // Given
        String id = freshId();
        subject().record(ONCALL, delivery(id, false));
        boolean before = subject().delivered(ONCALL, id).isPresent();

        // When
        subject().record(ONCALL, delivery(id, true));

        // Then
        assertThat(before).isFalse();
        assertThat(subject().delivered(ONCALL, id)).contains("200");
    }
}
