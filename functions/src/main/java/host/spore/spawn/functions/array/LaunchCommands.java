package host.spore.spawn.functions.array;

import host.spore.spawn.events.LaunchInstance;
import java.util.Optional;

/** The commands of launches, for as long as Step Functions knows their executions: 90 days from their end. */
interface LaunchCommands {
    /** @param commandId by which the execution is named */
    Optional<LaunchInstance> find(String commandId);
}
