package host.spore.spawn.events;

/** Asks for something to be done with a batch queue. */
public sealed interface QueueCommand extends Command permits SubmitQueue, CancelQueue, ResumeQueue {
    QueueId queueId();
}
