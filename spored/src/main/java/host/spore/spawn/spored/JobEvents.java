package host.spore.spawn.spored;

import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Event;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.JobEnded;
import host.spore.spawn.events.JobId;
import host.spore.spawn.events.JobStarted;
import host.spore.spawn.events.QueueId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a worker says of its jobs. The same fact always has the same id, so that saying it twice is harmless. */
final class JobEvents {
    private final Identity me;
    private final QueueId queue;
    private final String correlation;

    /** @param correlation of the command that began all this */
    JobEvents(Identity me, String queue, String correlation) {
        this.me = me;
        this.queue = new QueueId(queue);
        this.correlation = correlation;
    }

    Report started(QueueTask task, Instant at) {
        Event event = new JobStarted(
                envelope("JobStarted", task, at),
                me.instance(),
                queue,
                task.run(),
                new JobId(task.job()),
                index(task),
                task.attempt());
        return Report.of(event, me.source());
    }

    Report ended(Outcome outcome, boolean stored) {
        QueueTask task = outcome.task();
        Event event = new JobEnded(
                envelope("JobEnded", task, outcome.endedAt()),
                me.instance(),
                queue,
                task.run(),
                new JobId(task.job()),
                index(task),
                task.attempt(),
                outcome.ending().status(),
                outcome.ending().exitCode().orElse(null),
                outcome.seconds(),
                outcome.reason(),
                stored ? outcome.results() : null);
        return Report.of(event, me.source());
    }

    /** The token tells two tries from each other, should a state machine call both of them the same. */
    private Envelope envelope(String type, QueueTask task, Instant at) {
        String id = Ids.hash(
                type,
                me.instance().value(),
                task.run(),
                task.job(),
                task.index().isPresent() ? Integer.toString(task.index().getAsInt()) : "",
                Integer.toString(task.attempt()),
                task.token());
        return new Envelope(Envelope.CURRENT, id, correlation, at);
    }

    private static @Nullable Integer index(QueueTask task) {
        return task.index().isPresent() ? Integer.valueOf(task.index().getAsInt()) : null;
    }
}
