package host.spore.spawn.functions.custom;

import com.amazonaws.services.lambda.runtime.events.CloudFormationCustomResourceEvent;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A custom resource's properties, as the template gives them.
 *
 * @param values by name
 */
public record Properties(Map<String, Object> values) {
    static Properties of(CloudFormationCustomResourceEvent event) {
        @Nullable Map<String, Object> given = event.getResourceProperties();
        return new Properties(given == null ? Map.of() : given);
    }

    public String required(String name) {
        return optional(name).orElseThrow(() -> new CannotException("the custom resource has no property " + name));
    }

    public Optional<String> optional(String name) {
        return Optional.ofNullable(values.get(name)).map(Object::toString).filter(text -> !text.isEmpty());
    }
}
