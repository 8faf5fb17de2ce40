package host.spore.spawn.functions.launch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@link Images} in memory. */
final class FakeImages implements Images {
    final Map<String, String> parameters = new HashMap<>();

    @Override
    public Optional<String> named(String parameter) {
        return Optional.ofNullable(parameters.get(parameter));
    }
}
