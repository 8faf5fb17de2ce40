/** Pictures of a queue, as text. Labels are job ids, whose letters were checked: none of them needs an escape. */
@NullMarked
package host.spore.spawn.queues.draw;

import org.jspecify.annotations.NullMarked;
