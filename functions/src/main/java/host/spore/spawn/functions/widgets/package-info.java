/**
 * What people see on the dashboard: pages of HTML and inline SVG, made from what the tables hold. It reads, and does
 * nothing.
 */
@NullMarked
package host.spore.spawn.functions.widgets;

import org.jspecify.annotations.NullMarked;
