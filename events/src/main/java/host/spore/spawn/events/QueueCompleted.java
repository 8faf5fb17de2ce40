package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;

/**
 * Every job of the queue ended well.
 *
 * @param envelope see {@link Envelope}
 * @param commandId the command that ended so
 * @param commandType its type
 * @param queueId see {@link QueueId}
 * @param runId the id of the command that began this run
 * @param jobs how many it has
 * @param seconds that it took
 * @param summary where the summary of the run is, for example {@code s3://spawn-results-…/queues/train/runs/…/summary.json}
 */
public record QueueCompleted(
        Envelope envelope,
        String commandId,
        String commandType,
        QueueId queueId,
        String runId,
        int jobs,
        int seconds,
        String summary)
        implements Outcome {
    public QueueCompleted {
        Fields.atLeast("jobs", jobs, 0);
        Fields.atLeast("seconds", seconds, 0);
    }

    static QueueCompleted read(JsonObject detail) {
        return new QueueCompleted(
                Envelope.read(detail),
                detail.string("commandId"),
                detail.string("commandType"),
                Fields.checked(detail, "queueId", QueueId::new),
                Fields.checked(detail, "runId", Ids::checked),
                Fields.integer(detail, "jobs"),
                Fields.integer(detail, "seconds"),
                detail.string("summary"));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("commandId", commandId)
                .put("commandType", commandType)
                .put("queueId", queueId.value())
                .put("runId", runId)
                .put("jobs", jobs)
                .put("seconds", seconds)
                .put("summary", summary)
                .build();
    }
}
