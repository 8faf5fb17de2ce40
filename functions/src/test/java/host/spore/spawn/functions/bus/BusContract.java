package host.spore.spawn.functions.bus;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What every {@link Bus} keeps, the fake as well as EventBridge. */
public abstract class BusContract {
    protected abstract Bus subject();

    /** An id that no other test uses. */
    protected abstract String freshId();

    /** The event with this id in its detail, as the bus carried it: its type and its detail. */
    protected abstract Carried carried(String id);

    @Test
    void carriesTypeAndDetailAsTheyAre() {
        // Given
        JsonObject detail = JsonObject.builder()
                .put("id", freshId())
                .put("reason", "\"quoted\", ünïcödé, ${not-a-variable}\nand a second line")
                .put("version", 1)
                .build();

        // When
        subject().publish("Contract", detail.toString());

        // Then
        assertThat(carried(detail.string("id"))).isEqualTo(new Carried("Contract", detail));
    }

    /** One event. */
    public record Carried(String type, JsonObject detail) {}
}
