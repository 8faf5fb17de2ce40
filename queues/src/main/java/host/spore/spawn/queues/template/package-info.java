/** Queue files with variables: those that come along, and a user's own. */
@NullMarked
package host.spore.spawn.queues.template;

import org.jspecify.annotations.NullMarked;
