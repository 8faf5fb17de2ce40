package host.spore.spawn.spored;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What is known of runs, each read once. A task may be of another run than the worker's: they share an activity. */
final class QueueTexts {
    private final Bucket bucket;
    private final String queueId;
    private final Patience patience;
    private final Map<String, QueueText> known = new HashMap<>();

    QueueTexts(Bucket bucket, String queueId, Patience patience) {
        this.bucket = bucket;
        this.queueId = queueId;
        this.patience = patience;
    }

    /**
     * @param lasts whether it is worth another try
     * @throws IllegalArgumentException when what is there cannot be understood
     */
    synchronized QueueText of(String run, BooleanSupplier lasts) throws IOException, InterruptedException {
        QueueText text = known.get(run);
        if (text == null) {
            String key = QueueText.prefix(queueId, run) + "queue.json";
            text = QueueText.parse(patience.with(
                    () -> bucket.get(key)
                            .orElseThrow(() -> new IOException("s3://" + bucket.name() + "/" + key + " is not there")),
                    lasts));
            known.put(run, text);
        }
        return text;
    }
}
