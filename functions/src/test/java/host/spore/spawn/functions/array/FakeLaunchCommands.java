package host.spore.spawn.functions.array;

import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.functions.lambda.Faults;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@link LaunchCommands} in memory. */
final class FakeLaunchCommands implements LaunchCommands {
    final Faults faults = new Faults();

    private final Map<String, LaunchInstance> known = new LinkedHashMap<>();

    FakeLaunchCommands put(LaunchInstance command) {
        known.put(command.envelope().id(), command);
        return this;
    }

    @Override
    public Optional<LaunchInstance> find(String commandId) {
        faults.enter();
        return Optional.ofNullable(known.get(commandId));
    }
}
