/**
 * The agent on each instance: keeps the deadline, warns, reports, powers off.
 *
 * <p>Lifecycle: sensors fill in {@link host.spore.spawn.spored.Readings}, the pure
 * {@link host.spore.spawn.spored.Decider} turns them into {@link host.spore.spawn.spored.Action}s, and
 * {@link host.spore.spawn.spored.Actuators} perform them. The keeper's thread does nothing else: no disk, no network,
 * no child process, not even a write to standard output, because each of these can hang and the deadline must not.
 *
 * <p>Fallbacks: an unreadable deadline is unknown, and the last one known holds (on disk, across restarts). Behind
 * this agent stand the dead man's switch of the user data, the lifecycle execution and the reaper.
 *
 * <p>Must never import anything but {@code java.base} and {@code events}: it is resident on the smallest instances.
 */
@NullMarked
package host.spore.spawn.spored;

import org.jspecify.annotations.NullMarked;
