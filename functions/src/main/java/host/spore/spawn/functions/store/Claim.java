package host.spore.spawn.functions.store;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A name in use.
 *
 * @param name see {@link Name}
 * @param commandId the launch that claimed it
 * @param instanceId absent until EC2 has answered
 * @param claimedAt empty where nothing says so
 */
public record Claim(Name name, String commandId, @Nullable InstanceId instanceId, Optional<Instant> claimedAt) {}
