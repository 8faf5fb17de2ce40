package host.spore.spawn.spored;

import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One activity of Step Functions: hands out tasks to those who wait, and takes one answer for each. */
final class FakeActivity {
    static final String ARN = "arn:aws:states:eu-west-1:123456789012:activity:spawn-q-abc";

    /** @param error empty for a success, whose output is {@code said} */
    record Answered(Optional<String> error, JsonObject said, int objects) {}

    private record Task(String token, String input) {}

    private final BlockingQueue<Task> waiting = new LinkedBlockingQueue<>();
    private final Map<String, String> gone = new ConcurrentHashMap<>();
    private final Map<String, Answered> answers = new ConcurrentHashMap<>();
    private final Map<String, List<Long>> beats = new ConcurrentHashMap<>();
    private final AtomicInteger polls = new AtomicInteger();
    private final AtomicInteger polling = new AtomicInteger();
    private volatile long holdMillis = 1_000;

    /** How long a poll is held when there is nothing: 60 s on AWS. */
    void hold(long millis) {
        holdMillis = millis;
    }

    /** @param input {@code {"run":…,"job":…,"attempt":0}} */
    void offer(String token, String input) {
        waiting.add(new Task(token, input));
    }

    /** From now on this token is nobody's: {@code TaskTimedOut}, {@code TaskDoesNotExist} or {@code InvalidToken}. */
    void take(String token, String error) {
        gone.put(token, error);
    }

    int waiting() {
        return waiting.size();
    }

    int polls() {
        return polls.get();
    }

    /** Polls that are being held. */
    int polling() {
        return polling.get();
    }

    Optional<Answered> answer(String token) {
        return Optional.ofNullable(answers.get(token));
    }

    int answered() {
        return answers.size();
    }

    /** When, in nanoseconds. */
    List<Long> beats(String token) {
        return List.copyOf(beats.getOrDefault(token, List.of()));
    }

    /** @return the answer; one with {@code __type} is an error */
    JsonObject call(String action, JsonObject request, int objects) throws InterruptedException {
        switch (action) {
            case "GetActivityTask" -> {
                return poll(request);
            }
            case "SendTaskHeartbeat" -> {
                String token = request.string("taskToken");
                Optional<JsonObject> refused = refused(token);
                if (refused.isEmpty()) {
                    beats.computeIfAbsent(token, none -> new CopyOnWriteArrayList<>())
                            .add(System.nanoTime());
                }
                return refused.orElse(JsonObject.builder().build());
            }
            case "SendTaskSuccess" -> {
                return answered(
                        request.string("taskToken"),
                        new Answered(Optional.empty(), JsonObject.parse(request.string("output")), objects));
            }
            case "SendTaskFailure" -> {
                return answered(
                        request.string("taskToken"),
                        new Answered(
                                Optional.of(request.string("error")),
                                JsonObject.parse(request.string("cause")),
                                objects));
            }
            default -> {
                return error("UnknownOperationException");
            }
        }
    }

    private JsonObject poll(JsonObject request) throws InterruptedException {
        if (!request.string("activityArn").equals(ARN)
                || !request.string("workerName").equals(FakeCloud.INSTANCE)) {
            return error("ActivityDoesNotExist");
        }
        polls.incrementAndGet();
        polling.incrementAndGet();
        try {
            Task task = waiting.poll(holdMillis, TimeUnit.MILLISECONDS);
            return task == null
                    ? JsonObject.builder().build()
                    : JsonObject.builder()
                            .put("taskToken", task.token())
                            .put("input", task.input())
                            .build();
        } finally {
            polling.decrementAndGet();
        }
    }

    private JsonObject answered(String token, Answered answer) {
        Optional<JsonObject> refused = refused(token);
        if (refused.isEmpty()) {
            answers.put(token, answer);
            gone.put(token, "TaskTimedOut");
        }
        return refused.orElse(JsonObject.builder().build());
    }

    private Optional<JsonObject> refused(String token) {
        return Optional.ofNullable(gone.get(token)).map(FakeActivity::error);
    }

    private static JsonObject error(String type) {
        return JsonObject.builder()
                .put("__type", "com.amazonaws.swf.service.v2.model#" + type)
                .put("message", "no")
                .build();
    }
}
