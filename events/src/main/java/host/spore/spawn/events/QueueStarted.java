package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * Progress of a queue: its jobs are there, and the queue's graph begins.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param queueId see {@link QueueId}
 * @param runId the id of the command that began this run
 * @param jobs how many it has
 * @param execution ARN of the execution that is the queue's graph
 */
public record QueueStarted(
        Envelope envelope, String commandId, QueueId queueId, String runId, int jobs, String execution)
        implements Event {
    public QueueStarted {
        Fields.atLeast("jobs", jobs, 0);
    }

    static QueueStarted read(JsonObject detail) {
        return new QueueStarted(
                Envelope.read(detail),
                detail.string("commandId"),
                Fields.checked(detail, "queueId", QueueId::new),
                Fields.checked(detail, "runId", Ids::checked),
                Fields.integer(detail, "jobs"),
                detail.string("execution"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("queueId", queueId.value())
                .put("runId", runId)
                .put("jobs", jobs)
                .put("execution", execution)
                .build();
    }
}
