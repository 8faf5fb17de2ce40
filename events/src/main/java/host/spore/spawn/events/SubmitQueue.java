package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.util.regex.Pattern;

/**
 * Runs a batch queue.
 *
 * @param envelope see {@link Envelope}
 * @param queueId see {@link QueueId}
 * @param owner for the tag {@code owner} of its workers
 * @param queue the queue's file as JSON, gzipped, in base64; at most {@value #MAX_QUEUE} characters
 */
public record SubmitQueue(Envelope envelope, QueueId queueId, String owner, String queue) implements QueueCommand {
    /** An event's detail stays below 200 KB, since Step Functions takes no more than 256 KB. */
    public static final int MAX_QUEUE = 190_000;

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");

    public SubmitQueue {
        checkedQueue(queue);
    }

    private static String checkedQueue(String text) {
        if (text.length() > MAX_QUEUE) {
            throw new Refusal(text.length() + " characters of a queue, compressed: at most " + MAX_QUEUE
                    + "; use fewer jobs, or make alike ones an array");
        }
        if (!BASE64.matcher(text).matches()) {
            throw new Refusal("\"" + Printable.of(text) + "\": the queue's file as JSON, gzipped, in base64");
        }
        return text;
    }

    static SubmitQueue read(JsonObject detail) {
        return new SubmitQueue(
                Envelope.read(detail),
                Fields.checked(detail, "queueId", QueueId::new),
                Fields.checked(detail, "owner", LaunchInstance::checkedOwner),
                Fields.checked(detail, "queue", SubmitQueue::checkedQueue));
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("queueId", queueId.value())
                .put("owner", owner)
                .put("queue", queue)
                .build();
    }
}
