/** How SDK clients are made: one per service, light enough for a cold start. */
@NullMarked
package host.spore.spawn.functions.aws;

import org.jspecify.annotations.NullMarked;
