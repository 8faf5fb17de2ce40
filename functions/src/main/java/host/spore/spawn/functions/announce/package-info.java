/** What is said once: written under a key, then published at least once. */
@NullMarked
package host.spore.spawn.functions.announce;

import org.jspecify.annotations.NullMarked;
