package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.DestinationId;
import host.spore.spawn.functions.aws.Attributes;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items of the table {@code spawn-alerts}: all destinations together, and for each what was told there and when to be quiet. */
final class AlertItems {
    static final String SUBJECT = "subject";
    static final String ITEM = "item";

    private static final String DESTINATIONS = "destinations";

    private AlertItems() {}

    static String destinations() {
        return DESTINATIONS;
    }

    static Map<String, AttributeValue> destination(DestinationId id) {
        return key(DESTINATIONS, id.value());
    }

    /** No destination's name has a sharp. */
    static Map<String, AttributeValue> delivery(DestinationId destination, String id) {
        return key("destination#" + destination.value(), "delivery#" + id);
    }

    static Map<String, AttributeValue> quiet(DestinationId destination, AlertKind kind) {
        return key("destination#" + destination.value(), "quiet#" + kind.wire());
    }

    static String required(Map<String, AttributeValue> item, String attribute) {
        return Attributes.text(item, attribute)
                .orElseThrow(() -> new IllegalStateException("an item of alerts without " + attribute));
    }

    private static Map<String, AttributeValue> key(String subject, String item) {
        return Map.of(SUBJECT, AttributeValue.fromS(subject), ITEM, AttributeValue.fromS(item));
    }
}
