package host.spore.spawn.cdk.iam;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody asks AWS to do.
 *
 * @param context condition keys, as the service sets them; some have several values
 */
public record Request(String action, String resource, Map<String, List<String>> context) {
    public static Request of(String action, String resource) {
        return new Request(action, resource, Map.of());
    }

    public Request with(String key, String... values) {
        var more = new LinkedHashMap<>(context);
        more.put(key, List.of(values));
        return new Request(action, resource, more);
    }
}
