package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes an instance a worker of a queue's run: its work comes from the queue.
 *
 * @param queueId see {@link QueueId}
 * @param runId the id of the command that began the run
 * @param activity ARN of the Step Functions activity that hands its jobs out
 * @param slots jobs at a time
 */
public record QueueWorker(QueueId queueId, String runId, String activity, int slots) {
    public static final int MAX_SLOTS = 64;

    private static final Pattern ACTIVITY =
            Pattern.compile("arn:aws[a-z-]*:states:[a-z0-9-]{1,30}:[0-9]{12}:activity:spawn-q-[0-9a-f]{20}");

    public QueueWorker {
        Ids.checked(runId);
        if (!ACTIVITY.matcher(activity).matches()) {
            throw new Refusal("/worker/activity: \"" + Printable.of(activity) + "\": the ARN of a queue's activity");
        }
        if (slots < 1 || slots > MAX_SLOTS) {
            throw new Refusal("/worker/slots: " + slots + ": 1 to " + MAX_SLOTS);
        }
    }

    static @Nullable QueueWorker read(JsonObject detail) {
        if (!detail.has("worker")) {
            return null;
        }
        JsonObject worker = detail.object("worker");
        return new QueueWorker(
                Fields.checked(worker, "queueId", QueueId::new),
                Fields.checked(worker, "runId", Ids::checked),
                worker.string("activity"),
                Fields.integer(worker, "slots"));
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("queueId", queueId.value())
                .put("runId", runId)
                .put("activity", activity)
                .put("slots", slots)
                .build();
    }
}
