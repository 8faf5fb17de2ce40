package host.spore.spawn.functions.launch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@link Templates} in memory. */
final class FakeTemplates implements Templates {
    private final Map<String, Template> known = new HashMap<>();

    void put(String idOrName, String version, Template template) {
        known.put(idOrName + ":" + version, template);
    }

    @Override
    public Optional<Template> find(String idOrName, String version) {
        return Optional.ofNullable(known.get(idOrName + ":" + version));
    }
}
