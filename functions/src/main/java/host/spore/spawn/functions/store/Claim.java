package host.spore.spawn.functions.store;

import host.spore.spawn.events.InstanceId;
import org.jspecify.annotations.Nullable;

/**
 * A name in use.
 *
 * @param commandId the launch that claimed it
 * @param instanceId absent until EC2 has answered
 */
public record Claim(String commandId, @Nullable InstanceId instanceId) {}
