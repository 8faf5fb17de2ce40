package host.spore.spawn.queues.run;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Step Functions in memory, for the states that the compiler emits; any other is an error. Shares no code with the
 * compiler, its counts of events included.
 *
 * @see <a href="https://states-language.net/spec.html">Amazon States Language</a>
 */
final class Interpreter {
    private final Time time;
    private final Cloud cloud;
    private final Map<String, JsonObject> definitions;
    private final Expression expressions;
    private final Map<String, Long> histories = new LinkedHashMap<>();

    /** @param definitions by the name of the substitution that stands for their machine's ARN, or any other */
    Interpreter(Time time, Cloud cloud, Map<String, JsonObject> definitions, Expression expressions) {
        this.time = time;
        this.cloud = cloud;
        this.definitions = definitions;
        this.expressions = expressions;
    }

    /** How an execution ends. */
    interface Ended {
        void as(@Nullable String error, Object output);
    }

    /** How many events each execution's history has, by its name. */
    Map<String, Long> histories() {
        return histories;
    }

    void start(String machine, String name, Map<String, Object> input, Life life, Ended ended) {
        JsonObject definition = Objects.requireNonNull(definitions.get(machine), machine);
        if (histories.putIfAbsent(name, 0L) != null) {
            throw new IllegalStateException("two executions are called " + name);
        }
        Execution execution = new Execution(name, input);
        execution.count(1);
        Life mine = new Life(life);
        new Track(execution, definition, new HashMap<>(), mine, (error, output) -> {
                    execution.count(1);
                    mine.end();
                    ended.as(error, output);
                })
                .enter(definition.string("StartAt"), input);
    }

    private final class Execution {
        final String name;
        final Map<String, Object> input;

        Execution(String name, Map<String, Object> input) {
            this.name = name;
            this.input = input;
        }

        void count(int events) {
            histories.merge(name, (long) events, Long::sum);
        }
    }

    /** What runs through a scope of states: an execution, a branch, an iteration. */
    private final class Track {
        final Execution execution;
        final JsonObject states;
        final Map<String, Object> variables;
        final Life life;
        final Ended ended;

        Track(Execution execution, JsonObject scope, Map<String, Object> variables, Life life, Ended ended) {
            this.execution = execution;
            this.states = scope.object("States");
            this.variables = variables;
            this.life = life;
            this.ended = ended;
        }

        void enter(String name, Object input) {
            JsonObject state = states.object(name);
            execution.count(1);
            new Visit(this, name, state, input).step();
        }
    }

    /** One state on its way, with its retries. */
    private final class Visit {
        final Track track;
        final String name;
        final JsonObject state;
        final Object input;
        final Map<Integer, Integer> retries = new HashMap<>();

        Visit(Track track, String name, JsonObject state, Object input) {
            this.track = track;
            this.name = name;
            this.state = state;
            this.input = input;
        }

        void step() {
            switch (state.string("Type")) {
                case "Pass" -> succeed(input);
                case "Succeed" -> {
                    track.execution.count(1);
                    track.ended.as(null, input);
                }
                case "Fail" -> track.ended.as(state.string("Error"), state.string("Cause"));
                case "Choice" -> choose();
                case "Task" -> task();
                case "Parallel" -> parallel();
                case "Map" -> map();
                default -> throw new IllegalStateException("no type of state: " + state.string("Type"));
            }
        }

        private void choose() {
            track.execution.count(1);
            for (JsonObject choice : state.objects("Choices")) {
                if (evaluate(Json.of(choice.string("Condition")), Map.of()).equals(true)) {
                    track.enter(choice.string("Next"), input);
                    return;
                }
            }
            track.enter(state.string("Default"), input);
        }

        private void task() {
            Life attempt = new Life(track.life);
            Map<String, Object> arguments = arguments();
            switch (state.string("Resource")) {
                case "${JobsActivityArn}" -> {
                    track.execution.count(2);
                    cloud.work(arguments, attempt, once(attempt));
                }
                case "arn:aws:states:::lambda:invoke" -> {
                    track.execution.count(2);
                    expect(arguments.get("FunctionName"), "${QueueStepFunctionArn}");
                    time.after(cloud.latency(), () -> {
                        if (!attempt.isOver()) {
                            cloud.step(object(arguments.get("Payload")), once(attempt));
                        }
                    });
                }
                case "arn:aws:states:::dynamodb:getItem" -> {
                    track.execution.count(2);
                    time.after(cloud.latency(), () -> {
                        if (!attempt.isOver()) {
                            once(attempt).give(null, cloud.read(arguments));
                        }
                    });
                }
                case "arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken" -> {
                    track.execution.count(2);
                    time.after(cloud.latency(), () -> park(arguments, attempt));
                }
                case "arn:aws:states:::states:startExecution.sync:2" -> {
                    track.execution.count(3);
                    String arn = String.valueOf(arguments.get("StateMachineArn"));
                    if (histories.containsKey(String.valueOf(arguments.get("Name")))) {
                        once(attempt).give("StepFunctions.ExecutionAlreadyExistsException", Map.of());
                        return;
                    }
                    start(
                            arn.substring(2, arn.length() - 1),
                            String.valueOf(arguments.get("Name")),
                            object(arguments.get("Input")),
                            track.life,
                            (error, output) -> once(attempt)
                                    .give(error == null ? null : "States.TaskFailed", Map.of("Output", output)));
                }
                default -> throw new IllegalStateException("no resource: " + state.string("Resource"));
            }
        }

        private void park(Map<String, Object> arguments, Life attempt) {
            if (attempt.isOver()) {
                return;
            }
            Cloud.Answer answer = once(attempt);
            String error = cloud.park(arguments, answer);
            if (error != null) {
                answer.give(error, Map.of());
            } else {
                track.execution.count(1);
                time.after(state.integer("TimeoutSeconds") * 1_000, () -> answer.give("States.Timeout", Map.of()));
            }
        }

        /** Of the task of one try, which is answered once. */
        private Cloud.Answer once(Life attempt) {
            return (error, result) -> {
                if (attempt.isOver()) {
                    return false;
                }
                attempt.end();
                track.execution.count(1);
                if (error == null) {
                    succeed(result);
                } else {
                    failed(error);
                }
                return true;
            };
        }

        private Map<String, Object> arguments() {
            return object(evaluate(state.object("Arguments"), Map.of("token", true)));
        }

        private void parallel() {
            List<JsonObject> branches = state.objects("Branches");
            track.execution.count(1);
            Life together = new Life(track.life);
            Object[] results = new Object[branches.size()];
            int[] open = {branches.size()};
            for (int i = 0; i < branches.size(); i++) {
                int place = i;
                branch(branches.get(i), input, together, (error, output) -> {
                    results[place] = output;
                    collected(error, together, --open[0], results);
                });
            }
        }

        private void map() {
            Object items = evaluate(state.members().getOrDefault("Items", Json.of("")), Map.of());
            List<?> list = (List<?>) items;
            if (list.size() > 40) {
                throw new IllegalStateException(name + ": an inline Map runs 40 at a time, not " + list.size());
            }
            expect(state.object("ItemProcessor").object("ProcessorConfig").string("Mode"), "INLINE");
            track.execution.count(1);
            Life together = new Life(track.life);
            Object[] results = new Object[list.size()];
            int[] open = {list.size()};
            for (int i = 0; i < list.size(); i++) {
                int place = i;
                Object value = ((Number) list.get(i)).longValue();
                track.execution.count(1);
                branch(state.object("ItemProcessor"), value, together, (error, output) -> {
                    track.execution.count(1);
                    results[place] = output;
                    collected(error, together, --open[0], results);
                });
            }
        }

        private void branch(JsonObject scope, Object with, Life life, Ended ended) {
            Life mine = new Life(life);
            Track branch = new Track(track.execution, scope, new HashMap<>(track.variables), mine, (error, output) -> {
                mine.end();
                ended.as(error, output);
            });
            time.after(0, () -> {
                if (!mine.isOver()) {
                    branch.enter(scope.string("StartAt"), with);
                }
            });
        }

        private void collected(@Nullable String error, Life together, int open, Object[] results) {
            if (together.isOver()) {
                return;
            }
            if (error != null) {
                together.end();
                failed(error);
            } else if (open == 0) {
                together.end();
                track.execution.count(1);
                succeed(List.of(results));
            }
        }

        private void succeed(Object result) {
            track.execution.count(1);
            Map<String, Object> variables = Map.of("result", result);
            state.optionalObject("Assign")
                    .ifPresent(assign -> assign.members()
                            .forEach((variable, value) -> track.variables.put(variable, evaluate(value, variables))));
            Json output = state.members().get("Output");
            leave(state, output == null ? result : evaluate(output, variables));
        }

        private void leave(JsonObject by, Object output) {
            if (by.has("Next")) {
                track.enter(by.string("Next"), output);
            } else if (by.bool("End", false)) {
                track.ended.as(null, output);
            } else {
                throw new IllegalStateException(name + " leads nowhere");
            }
        }

        private void failed(String error) {
            List<JsonObject> retriers = state.objects("Retry");
            for (int i = 0; i < retriers.size(); i++) {
                JsonObject retrier = retriers.get(i);
                if (matches(retrier, error)) {
                    int done = retries.getOrDefault(i, 0);
                    if (done < retrier.integer("MaxAttempts")) {
                        retries.put(i, done + 1);
                        expect(retrier.string("JitterStrategy"), "FULL");
                        double most = Math.min(
                                (double) retrier.integer("MaxDelaySeconds"),
                                retrier.optionalInteger("IntervalSeconds").orElse(1L)
                                        * Math.pow(
                                                (double) retrier.optionalInteger("BackoffRate")
                                                        .orElse(2L),
                                                done));
                        // A part that has failed is asked for again, and is there: nothing runs in this pause, so that
                        // what
                        // stops a queue stops it at the instant that the simulator knows.
                        long longest = error.equals("States.TaskFailed") ? 0 : Math.round(most * 1_000);
                        time.after(cloud.pause(longest), () -> {
                            if (!track.life.isOver()) {
                                step();
                            }
                        });
                        return;
                    }
                    break;
                }
            }
            for (JsonObject catcher : state.objects("Catch")) {
                if (matches(catcher, error)) {
                    track.execution.count(1);
                    Map<String, Object> output = Map.of("Error", error, "Cause", "");
                    Json template = catcher.members().get("Output");
                    leave(catcher, template == null ? output : evaluate(template, Map.of("errorOutput", output)));
                    return;
                }
            }
            track.ended.as(error, "");
        }

        private static boolean matches(JsonObject rule, String error) {
            return rule.array("ErrorEquals").stream()
                    .map(value -> ((Json.JsonString) value).value())
                    .anyMatch(pattern -> pattern.equals(error)
                            || pattern.equals("States.ALL")
                            || (pattern.equals("States.TaskFailed") && !error.equals("States.Timeout")));
        }

        private Object evaluate(Json template, Map<String, Object> more) {
            return template instanceof Json.JsonString text && !text.value().startsWith("{%")
                    ? text.value()
                    : expressions.evaluate(template, scope(more));
        }

        private Map<String, Object> scope(Map<String, Object> more) {
            Map<String, Object> states = new HashMap<>(more);
            states.put("input", input);
            Map<String, Object> context = new HashMap<>();
            context.put(
                    "Execution",
                    Map.of(
                            "Name",
                            track.execution.name,
                            "Id",
                            "arn:" + track.execution.name,
                            "Input",
                            track.execution.input));
            context.put(
                    "State",
                    Map.of(
                            "Name",
                            name,
                            "RetryCount",
                            retries.values().stream()
                                    .mapToLong(Integer::longValue)
                                    .sum()));
            if (more.get("token") != null) {
                context.put("Task", Map.of("Token", "a token"));
            }
            states.put("context", context);
            Map<String, Object> scope = new HashMap<>(track.variables);
            scope.put("states", states);
            return scope;
        }
    }

    @SuppressWarnings("unchecked") // JSON's objects have strings for keys
    private static Map<String, Object> object(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    private static void expect(@Nullable Object value, String expected) {
        if (!expected.equals(value)) {
            throw new IllegalStateException("expected " + expected + ", got " + value);
        }
    }
}
