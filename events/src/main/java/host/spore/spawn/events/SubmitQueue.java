package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs a batch queue.
 *
 * @param envelope see {@link Envelope}
 * @param queueId see {@link QueueId}
 * @param owner for the tag {@code owner} of its workers
 * @param queue the queue's file as JSON, gzipped, in base64; at most {@value #MAX_QUEUE} characters
 * @param file where the queue's file is, in place of the file itself; the queue is called by it when no id is given
 */
public record SubmitQueue(
        Envelope envelope,
        QueueId queueId,
        String owner,
        @Nullable String queue,
        @Nullable InboxFile file) implements QueueCommand {
    /** An event's detail stays below 200 KB, since Step Functions takes no more than 256 KB. */
    public static final int MAX_QUEUE = 190_000;

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");

    public SubmitQueue {
        if ((queue == null) == (file == null)) {
            throw new Refusal("queue and file: give one of them, the file itself or where it is");
        }
        if (queue != null) {
            checkedQueue(queue);
        }
    }

    /** Of a file that the command carries. */
    public static SubmitQueue carrying(Envelope envelope, QueueId queueId, String owner, String queue) {
        return new SubmitQueue(envelope, queueId, owner, queue, null);
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
        InboxFile file = InboxFile.read(detail);
        return new SubmitQueue(
                Envelope.read(detail),
                file == null || detail.has("queueId")
                        ? Fields.checked(detail, "queueId", QueueId::new)
                        : new QueueId(file.base()),
                Fields.checked(detail, "owner", LaunchInstance::checkedOwner),
                Fields.optional(detail, "queue", SubmitQueue::checkedQueue),
                file);
    }

    @Override
    public JsonObject toJson() {
        return envelope.write()
                .put("queueId", queueId.value())
                .put("owner", owner)
                .put("queue", queue)
                .put("file", file == null ? null : file.toJson())
                .build();
    }
}
