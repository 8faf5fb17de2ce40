package host.spore.spawn.functions.aws;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads attributes of an item of DynamoDB. */
public final class Attributes {
    private Attributes() {}

    /** Empty: it has none of this name, or no text. */
    public static Optional<String> text(Map<String, AttributeValue> item, String attribute) {
        return Optional.ofNullable(item.get(attribute)).map(AttributeValue::s);
    }

    /** Empty: it has none of this name. */
    public static OptionalInt integer(Map<String, AttributeValue> item, String attribute) {
        AttributeValue value = item.get(attribute);
        return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value.n()));
    }
}
