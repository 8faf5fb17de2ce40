/**
 * The stacks. This module wires and decides nothing: a decision that needs code is a function's, an order of steps is a
 * flow's. Roles are written by hand, because CDK derives no grants from a flow's file, and so that every permission can
 * be read in one place and held against the allow-list of the tests.
 *
 * <p>Maps are sorted where they enter a template: {@code Map.of} has another order in every JVM, and the same sources must
 * make the same template.
 */
@NullMarked
package host.spore.spawn.cdk;

import org.jspecify.annotations.NullMarked;
