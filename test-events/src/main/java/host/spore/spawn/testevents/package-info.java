/**
 * Sample events, whole as EventBridge delivers them: one per type of message, rule and handler. Tests of every module
 * read them, so that nobody invents an event that never comes.
 */
@NullMarked
package host.spore.spawn.testevents;

import org.jspecify.annotations.NullMarked;
