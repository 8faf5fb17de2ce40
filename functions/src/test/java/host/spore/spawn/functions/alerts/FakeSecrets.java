package host.spore.spawn.functions.alerts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@link Secrets} in memory. */
final class FakeSecrets implements Secrets {
    final Map<String, Secret> parameters = new LinkedHashMap<>();

    @Override
    public Optional<Secret> read(String parameter) {
        return Optional.ofNullable(parameters.get(parameter));
    }
}
