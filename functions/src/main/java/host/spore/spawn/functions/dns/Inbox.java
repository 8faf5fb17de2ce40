package host.spore.spawn.functions.dns;

import java.time.Duration;
import java.util.Map;

/** The queue that the events wait in. */
@FunctionalInterface
interface Inbox {
    /** What is not taken comes again after so long, instead of after the queue's own time. */
    void comeAgain(Map<Letter, Duration> letters);
}
