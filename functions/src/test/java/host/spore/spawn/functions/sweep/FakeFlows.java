package host.spore.spawn.functions.sweep;

import java.util.HashSet;
import java.util.Set;

/** {@link Flows} in memory. */
final class FakeFlows implements Flows {
    final Set<String> running = new HashSet<>();

    @Override
    public boolean isRunning(String commandId) {
        return running.contains(commandId);
    }
}
