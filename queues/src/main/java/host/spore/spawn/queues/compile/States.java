package host.spore.spawn.queues.compile;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.file.Backoff;
import host.spore.spawn.queues.file.Job;
import host.spore.spawn.queues.file.Retry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The states of a compiled machine, each as text.
 *
 * @param timeoutSeconds of the queue as a whole: nothing waits longer
 */
record States(long timeoutSeconds) {
    /** Beats come every 10 s; a minute without one is a worker that is gone. */
    private static final int HEARTBEAT_SECONDS = 60;

    /**
     * What a worker has beyond a job's time-out, which it keeps itself, to kill the job's processes and to store logs
     * and results. If it takes longer than that it is taken for lost.
     */
    private static final int AFTERWARDS_SECONDS = 300;

    /**
     * A lost worker uses up none of a job's own tries, but a job that loses every worker must end. A time-out of the
     * task is a lost worker too, since the worker keeps the job's own.
     * LocalStack: a missed heartbeat is States.Timeout, and the clock starts before a worker has taken the task.
     */
    private static final int LOST_WORKERS = 20;

    private static final JsonObject LOST = errors(List.of("Worker.Lost", "States.HeartbeatTimeout", "States.Timeout"))
            .put("MaxDelaySeconds", 60)
            .put("MaxAttempts", LOST_WORKERS)
            .put("JitterStrategy", "FULL")
            .build();
    private static final JsonObject AGAIN = errors(List.of("States.ALL"))
            .put("IntervalSeconds", 1)
            .put("MaxDelaySeconds", 30)
            .put("MaxAttempts", 12)
            .put("JitterStrategy", "FULL")
            .build();
    private static final String ONLY_AGAIN = array(AGAIN).toString();
    private static final String ONLY_LOST = array(LOST).toString();
    private static final String ALL_TRUE = "{% $not(false in $states.result) %}";
    private static final String LAMBDA = "arn:aws:states:::lambda:invoke";

    /**
     * Where a state leads.
     *
     * @param next empty: it ends its branch
     * @param result what the branch then says: whether all went well
     */
    record Way(Optional<String> next, boolean result) {
        static Way to(String next) {
            return new Way(Optional.of(next), true);
        }

        static Way end(boolean result) {
            return new Way(Optional.empty(), result);
        }

        private void write(StateText state) {
            if (next.isPresent()) {
                state.put("Next", next.get());
            } else {
                state.put("Output", "{% " + result + " %}").put("End", true);
            }
        }
    }

    Weight weight(Job job, String text) {
        int retries = job.attempts() - 1;
        return new Weight(
                text.length(), 1, Events.ACTIVITY, Events.ACTIVITY + Events.ACTIVITY_RETRY * (long) retries, 0);
    }

    /**
     * The job itself: a worker has its details by reference. An element's index is the input of each of its states: the
     * context says it to the Map alone, <a
     * href="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html">context object</a>.
     */
    String job(Job job, String comment, String failed, Way way) {
        JsonObject.Builder arguments =
                JsonObject.builder().put("run", "{% $run %}").put("job", job.id());
        JsonObject.Builder failure =
                JsonObject.builder().put("job", job.id()).put("error", "{% $states.errorOutput.Error %}");
        if (job.array().isPresent()) {
            arguments.put("index", "{% $states.input %}");
            failure.put("index", "{% $states.input %}");
        }
        arguments.put("attempt", "{% $states.context.State.RetryCount %}");
        StateText state = state(comment, "Task")
                .put("Resource", "${JobsActivityArn}")
                .put("Arguments", arguments.build())
                .put("TimeoutSeconds", job.timeout().value().toSeconds() + AFTERWARDS_SECONDS)
                .put("HeartbeatSeconds", HEARTBEAT_SECONDS)
                .raw("Retry", job.attempts() == 1 ? ONLY_LOST : new JsonArray(retries(job)).toString())
                .put(
                        "Catch",
                        array(errors(List.of("States.ALL"))
                                .put("Output", failure.build())
                                .put("Next", failed)
                                .build()));
        if (job.array().isPresent() && way.next().isPresent()) {
            state.put("Output", "{% $states.input %}");
        }
        way.write(state);
        return state.build();
    }

    /** The first that names an error is the one that counts, so a code that must not be tried again comes first. */
    private static List<Json> retries(Job job) {
        List<Json> retries = new ArrayList<>();
        Optional<Retry> asked = job.retry().filter(retry -> retry.maxAttempts() > 1);
        asked.filter(retry -> !retry.dontRetryOnCodes().isEmpty())
                .ifPresent(retry -> retries.add(errors(codes(retry.dontRetryOnCodes()))
                        .put("MaxAttempts", 0)
                        .build()));
        retries.add(LOST);
        asked.ifPresent(retry -> {
            List<Integer> codes = retry.retryOnCodes().stream()
                    .filter(code -> !retry.dontRetryOnCodes().contains(code))
                    .toList();
            if (retry.retryOnCodes().isEmpty() || !codes.isEmpty()) {
                retries.add(retry(retry, codes.isEmpty() ? List.of("States.ALL") : codes(codes)));
            }
        });
        return retries;
    }

    private static Json retry(Retry retry, List<String> errors) {
        long base = retry.baseDelay().value().toSeconds();
        long most = retry.maxDelay().value().toSeconds();
        boolean grows = retry.backoff() == Backoff.EXPONENTIAL && most > base;
        long first = Math.min(base, most);
        JsonObject.Builder retrier = errors(errors).put("IntervalSeconds", first);
        // Pauses double by themselves; what the language takes for granted costs bytes for every job.
        if (!grows) {
            retrier.put("BackoffRate", 1);
        }
        return retrier
                // Where the pause does not grow this bounds nothing; it is there because a bound always is.
                .put("MaxDelaySeconds", grows ? most : first + 1)
                .put("MaxAttempts", retry.maxAttempts() - 1)
                .put("JitterStrategy", "FULL")
                .build();
    }

    private static List<String> codes(Collection<Integer> codes) {
        return codes.stream().sorted().map(code -> "Job.Exit." + code).toList();
    }

    /** Parks until the last predecessor has ended; fails its condition where that was so before. */
    String gate(Gate gate, String read, String skipped, String next) {
        StateText state = state("Waits for the last of " + gate.awaits().size() + " behind other branches.", "Task")
                .put("Resource", "arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken")
                .put(
                        "Arguments",
                        item(gate.target())
                                .put("UpdateExpression", "SET task_token = :token")
                                .put("ConditionExpression", "attribute_exists(waiting)")
                                .put(
                                        "ExpressionAttributeValues",
                                        JsonObject.builder()
                                                .put(":token", string("{% $states.context.Task.Token %}"))
                                                .build())
                                .build())
                .put("TimeoutSeconds", timeoutSeconds)
                .put(
                        "Retry",
                        new JsonArray(List.of(
                                errors(List.of(
                                                "DynamoDb.ConditionalCheckFailedException",
                                                "Job.Skipped",
                                                "States.Timeout"))
                                        .put("MaxAttempts", 0)
                                        .build(),
                                AGAIN)))
                .put(
                        "Catch",
                        new JsonArray(List.of(
                                errors(List.of("Job.Skipped"))
                                        .put("Next", skipped)
                                        .build(),
                                errors(List.of("States.ALL")).put("Next", read).build())));
        return state.put("Next", next).build();
    }

    /** What the table says counts, whatever became of the token. */
    String readGate(Gate gate, String next) {
        return state("Nobody answers a token that came too late: the item says what is.", "Task")
                .put("Resource", "arn:aws:states:::dynamodb:getItem")
                .put(
                        "Arguments",
                        item(gate.target()).put("ConsistentRead", true).build())
                .put("TimeoutSeconds", 60)
                .raw("Retry", ONLY_AGAIN)
                .put(
                        "Output",
                        "{% $exists($states.result.Item.skipped) ? 'skip' : $exists($states.result.Item)"
                                + " and $not($exists($states.result.Item.waiting)) ? 'open' : 'shut' %}")
                .put("Next", next)
                .build();
    }

    String isGateOpen(String next, String skipped, String shut) {
        return state("Open only without anything to wait for.", "Choice")
                .put(
                        "Choices",
                        new JsonArray(List.of(
                                choice("{% $states.input = 'open' %}", next),
                                choice("{% $states.input = 'skip' %}", skipped))))
                .put("Default", shut)
                .build();
    }

    String release(String label, Way way) {
        return step(
                "Opens the gates that waited for this alone.",
                JsonObject.builder()
                        .put("step", "release")
                        .put("run", "{% $run %}")
                        .put("of", label)
                        .build(),
                Optional.empty(),
                way);
    }

    /** The failure is the state's input, as the catch of the job has made it. */
    String settle(Way way) {
        return settle(way, Optional.empty());
    }

    /** As {@link #settle(Way)}, of an element after which others come. */
    String settleElement(Way way) {
        return settle(way, way.next().map(next -> "{% $states.input.index %}"));
    }

    private static String settle(Way way, Optional<String> output) {
        return step(
                "Notes the failure, and what is skipped for it.",
                JsonObject.builder()
                        .put("step", "settle")
                        .put("run", "{% $run %}")
                        .put("failure", "{% $states.input %}")
                        .build(),
                output,
                way);
    }

    private static String step(String comment, JsonObject payload, Optional<String> output, Way way) {
        StateText state = state(comment, "Task")
                .put("Resource", LAMBDA)
                .put(
                        "Arguments",
                        JsonObject.builder()
                                .put("FunctionName", "${QueueStepFunctionArn}")
                                .put("Payload", payload)
                                .build())
                .put("TimeoutSeconds", 120)
                .raw("Retry", ONLY_AGAIN);
        output.ifPresent(index -> state.put("Output", index));
        way.write(state);
        return state.build();
    }

    String allWell(String next, String otherwise) {
        return state("Goes on only if all of it went well.", "Choice")
                .put("Choices", array(choice("{% $states.input %}", next)))
                .put("Default", otherwise)
                .build();
    }

    String pass(String comment, Way way) {
        StateText state = state(comment, "Pass");
        way.write(state);
        return state.build();
    }

    String noteTheRun(String next) {
        return state("The run's id is the key of its items.", "Pass")
                .put(
                        "Assign",
                        JsonObject.builder()
                                .put("run", "{% $states.input.run %}")
                                .build())
                .put("Next", next)
                .build();
    }

    String fail(String comment, String error, String cause) {
        return state(comment, "Fail").put("Error", error).put("Cause", cause).build();
    }

    String succeed(String comment) {
        return state(comment, "Succeed").build();
    }

    /** Another machine, that is waited for. Its name follows from ours: asked for twice, it is started once. */
    String part(int number, Optional<String> next) {
        StateText state = state("A machine of its own: one would be too large.", "Task")
                .put("Resource", "arn:aws:states:::states:startExecution.sync:2")
                .put(
                        "Arguments",
                        JsonObject.builder()
                                .put("StateMachineArn", "${Part" + number + "MachineArn}")
                                .put("Name", "{% $states.context.Execution.Name & '-" + number + "' %}")
                                .put(
                                        "Input",
                                        JsonObject.builder()
                                                .put("run", "{% $run %}")
                                                .put(
                                                        "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID",
                                                        "{% $states.context.Execution.Id %}")
                                                .build())
                                .build())
                .put("TimeoutSeconds", timeoutSeconds)
                .put(
                        "Retry",
                        new JsonArray(List.of(
                                errors(List.of("StepFunctions.ExecutionAlreadyExistsException", "States.Timeout"))
                                        .put("MaxAttempts", 0)
                                        .build(),
                                AGAIN)))
                .put("Output", "{% $states.result.Output %}");
        next.ifPresentOrElse(name -> state.put("Next", name), () -> state.put("End", true));
        return state.build();
    }

    /** @param branches each the text of an object */
    String parallel(List<String> branches, Optional<String> next) {
        return head("What does not wait for one another.", "Parallel") + ",\"Branches\":[" + String.join(",", branches)
                + "]," + tail(next);
    }

    /**
     * @param items empty: the input is the first of at most so many elements
     * @param processor the text of an object's members
     */
    String map(String comment, String items, String processor, Optional<String> next) {
        return head(comment, "Map") + ",\"Items\":" + items
                + ",\"ItemProcessor\":{\"Comment\":\"One element.\",\"ProcessorConfig\":{\"Mode\":\"INLINE\"},"
                + processor
                + "}," + tail(next);
    }

    /** The members of a branch, a processor or a machine. */
    static String scope(String startAt, String states) {
        return "\"StartAt\":" + Json.of(startAt) + ",\"States\":{" + states + "}";
    }

    private static String head(String comment, String type) {
        String text = state(comment, type).build();
        return text.substring(0, text.length() - 1);
    }

    private static String tail(Optional<String> next) {
        return "\"Output\":\"" + ALL_TRUE + "\","
                + next.map(name -> "\"Next\":" + Json.of(name) + "}").orElse("\"End\":true}");
    }

    /** The elements of an array, or a chunk of them that begins with the input. */
    static String items(OptionalInt chunk, int size) {
        String last = String.valueOf(size - 1);
        return chunk.isEmpty()
                ? Json.of("{% [0.." + last + "] %}").toString()
                : Json.of("{% [$states.input..$min([$states.input + " + (chunk.getAsInt() - 1) + ", " + last + "])] %}")
                        .toString();
    }

    /** The first elements of chunks. */
    static String starts(int chunks, int chunk) {
        List<Json> starts = new ArrayList<>();
        for (int i = 0; i < chunks; i++) {
            starts.add(Json.of((long) i * chunk));
        }
        return new JsonArray(starts).toString();
    }

    private static StateText state(String comment, String type) {
        return new StateText().put("Comment", comment).put("Type", type);
    }

    private static JsonObject.Builder errors(List<String> names) {
        return JsonObject.builder().put("ErrorEquals", JsonArray.ofStrings(names));
    }

    private static Json choice(String condition, String next) {
        return JsonObject.builder()
                .put("Condition", condition)
                .put("Next", next)
                .build();
    }

    private static JsonObject.Builder item(String target) {
        return JsonObject.builder()
                .put("TableName", "${QueuesTable}")
                .put(
                        "Key",
                        JsonObject.builder()
                                .put("run_id", string("{% $run %}"))
                                .put("item", string("gate#" + target))
                                .build());
    }

    private static Json string(String text) {
        return JsonObject.builder().put("S", text).build();
    }

    private static JsonArray array(Json only) {
        return new JsonArray(List.of(only));
    }
}
