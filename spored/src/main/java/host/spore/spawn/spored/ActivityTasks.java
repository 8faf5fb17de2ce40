package host.spore.spawn.spored;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one activity of Step Functions. Each call once; see {@link AwsRefusal#isGone} for tasks that are lost.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-activities.html">Activities</a>
 */
final class ActivityTasks {
    /** AWS holds a poll for 60 seconds, and asks for five more. */
    private static final int POLL_MILLIS = 70_000;

    private static final int ANSWER_MILLIS = 8_000;

    /** A task as it was taken: its token, and what its state handed over. */
    record Taken(String token, String input) {}

    private final Aws aws;
    private final String activity;
    private final String worker;
    private volatile @Nullable SignedCall poll;
    private volatile boolean takes = true;

    ActivityTasks(Aws aws, String activity, String worker) {
        this.aws = aws;
        this.activity = activity;
        this.worker = worker;
    }

    /** Waits for up to a minute. */
    Optional<Taken> take() throws IOException {
        JsonObject body = JsonObject.builder()
                .put("activityArn", activity)
                .put("workerName", worker)
                .build();
        SignedCall call = call("GetActivityTask", body, POLL_MILLIS);
        poll = call;
        try {
            if (!takes) {
                throw new IOException("no tasks are taken any more");
            }
            JsonObject task = aws.ask("states", call);
            return task.optionalString("taskToken")
                    .filter(token -> !token.isEmpty())
                    .map(token -> new Taken(token, task.optionalString("input").orElse("")));
        } finally {
            poll = null;
        }
    }

    /** From another thread: whoever waits in {@link #take} gets an {@link IOException}. */
    void stopTaking() {
        takes = false;
        SignedCall call = poll;
        if (call != null) {
            call.cancel();
        }
    }

    boolean takes() {
        return takes;
    }

    void beat(String token) throws IOException {
        send("SendTaskHeartbeat", JsonObject.builder().put("taskToken", token).build());
    }

    void succeed(String token, JsonObject output) throws IOException {
        send(
                "SendTaskSuccess",
                JsonObject.builder()
                        .put("taskToken", token)
                        .put("output", output.toString())
                        .build());
    }

    void fail(String token, String error, JsonObject cause) throws IOException {
        send(
                "SendTaskFailure",
                JsonObject.builder()
                        .put("taskToken", token)
                        .put("error", error)
                        .put("cause", cause.toString())
                        .build());
    }

    private void send(String action, JsonObject body) throws IOException {
        aws.ask("states", call(action, body, ANSWER_MILLIS));
    }

    private SignedCall call(String action, JsonObject body, int readMillis) {
        return aws.json("states", "1.0", "AWSStepFunctions." + action, body, readMillis);
    }
}
