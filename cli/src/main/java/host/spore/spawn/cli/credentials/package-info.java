/** Who signs: read directly where keys lie open, by the SDK's chain where they must be fetched. */
@NullMarked
package host.spore.spawn.cli.credentials;

import org.jspecify.annotations.NullMarked;
