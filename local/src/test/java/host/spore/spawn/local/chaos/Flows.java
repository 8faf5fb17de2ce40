package host.spore.spawn.local.chaos;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.statemachines.Flow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Step Functions in memory: runs the deployed definitions state by state.
 *
 * @see <a href="https://states-language.net/spec.html">Amazon States Language</a>
 */
final class Flows {
    static final String PREFIX = "arn:aws:states:us-east-1:123456789012:stateMachine:";

    private static final JsonObject NOTHING = JsonObject.builder().build();

    private final Clockwork time;
    private final Random random;
    private final Expression expressions;
    private final Map<String, JsonObject> definitions = new HashMap<>();
    private final Map<String, Execution> executions = new LinkedHashMap<>();
    private final Map<String, Parked> parked = new HashMap<>();
    private final Integrations integrations;
    private long tokens;

    /** Whose task is at work. */
    private @Nullable Execution acting;

    /** What a task's resource does. */
    @FunctionalInterface
    interface Integrations {
        /** @throws TaskException as a flow may catch it */
        JsonObject call(String resource, JsonObject arguments);
    }

    /** An error with the name that a flow catches it by. */
    static final class TaskException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final String error;

        TaskException(String error, String cause) {
            super(cause);
            this.error = error;
        }
    }

    /** An execution was ended in the middle of a task, and the function that worked for it, too. */
    static final class CutError extends Error {
        private static final long serialVersionUID = 1L;
    }

    private record Parked(Execution execution, int visit) {}

    Flows(Clockwork time, Random random, Map<String, String> substitutions, Integrations integrations) {
        this.time = time;
        this.random = random;
        this.integrations = integrations;
        this.expressions = new Expression(time, random);
        for (Flow flow : Flow.values()) {
            String text = flow.text();
            for (Map.Entry<String, String> entry : substitutions.entrySet()) {
                text = text.replace("${" + entry.getKey() + "}", entry.getValue());
            }
            if (text.contains("${")) {
                throw new IllegalStateException(flow + " has a value that nobody fills in: "
                        + text.substring(text.indexOf("${"), text.indexOf("${") + 30));
            }
            definitions.put(flow.machineName(), JsonObject.parse(text));
        }
    }

    List<Execution> all(String machine) {
        return executions.values().stream()
                .filter(execution -> execution.machine.equals(machine))
                .toList();
    }

    @Nullable
    Execution acting() {
        return acting;
    }

    @Nullable
    Execution find(String machine, String name) {
        return executions.get(machine + ":" + name);
    }

    /**
     * Starts an execution, by name.
     *
     * @throws TaskException when the name is used up
     */
    void start(String machine, String name, JsonObject input) {
        Execution there = find(machine, name);
        if (there != null) {
            // The same name with the same input is the same execution, while it runs.
            if (there.status.equals("RUNNING") && there.input.toString().equals(input.toString())) {
                return;
            }
            throw new TaskException("StepFunctions.ExecutionAlreadyExistsException", name);
        }
        JsonObject definition = definitions.get(machine);
        if (definition == null) {
            throw new IllegalArgumentException("no flow " + machine);
        }
        Execution execution = new Execution(machine, name, definition, input);
        executions.put(machine + ":" + name, execution);
        execution.begin();
    }

    /** @return false when nobody waits */
    boolean answer(String token, @Nullable String error, String text) {
        Parked waiting = parked.remove(token);
        return waiting != null && waiting.execution.answered(waiting.visit, error, text);
    }

    /** One execution. */
    final class Execution {
        final String machine;
        final String name;
        final JsonObject input;
        final Instant startedAt = time.instant();
        String status = "RUNNING";
        String error = "";
        String cause = "";
        Instant stoppedAt = Instant.MAX;

        private final JsonObject definition;
        private final Map<String, Object> variables = new LinkedHashMap<>();
        private Object carried;
        private String state;
        private int[] retries = new int[0];

        /** Of states: what was scheduled for an earlier one is void. */
        private int visit;

        private boolean waiting;

        private @Nullable Runnable early;

        /** Who waits for its end. */
        private final List<Runnable> listeners = new ArrayList<>();

        /** What ends when it does: the items of a Map, and what it waits for. */
        private final List<Execution> parts = new ArrayList<>();

        private Execution(String machine, String name, JsonObject definition, JsonObject input) {
            this.machine = machine;
            this.name = name;
            this.definition = definition;
            this.input = input;
            carried = java.util.Objects.requireNonNull(Expression.plain(input));
            state = definition.string("StartAt");
        }

        private void begin() {
            definition
                    .optionalInteger("TimeoutSeconds")
                    .ifPresent(seconds -> time.after(
                            Duration.ofSeconds(seconds),
                            () -> end("TIMED_OUT", "States.Timeout", "the execution timed out")));
            enter(state, carried);
        }

        boolean isRunning() {
            return status.equals("RUNNING");
        }

        void abort() {
            end("ABORTED", "", "");
        }

        private void end(String as, String errorName, String why) {
            if (isRunning()) {
                status = as;
                error = errorName;
                cause = why;
                stoppedAt = time.instant();
                visit++;
                parts.forEach(Execution::abort);
                listeners.forEach(Runnable::run);
            }
        }

        private void onEnd(Runnable listener) {
            if (isRunning()) {
                listeners.add(listener);
            } else {
                listener.run();
            }
        }

        private void enter(String next, Object with) {
            state = next;
            carried = with;
            visit++;
            waiting = false;
            early = null;
            retries = new int
                    [definition.object("States").object(state).objects("Retry").size()];
            schedule(time.between(10, 80));
        }

        private void schedule(Duration delay) {
            int mine = visit;
            time.after(delay, () -> {
                if (isRunning() && visit == mine) {
                    step(definition.object("States").object(state));
                }
            });
        }

        private void step(JsonObject here) {
            switch (here.string("Type")) {
                case "Pass" -> {
                    Map<String, Object> scope = scope(null, null, null);
                    assign(here, scope);
                    next(here, output(here, scope, carried));
                }
                case "Map" -> each(here);
                case "Choice" -> choose(here);
                case "Wait" -> {
                    Duration delay = seconds(here, "Seconds");
                    int mine = visit;
                    time.after(delay, () -> {
                        if (isRunning() && visit == mine) {
                            enter(here.string("Next"), carried);
                        }
                    });
                }
                case "Succeed" -> end("SUCCEEDED", "", "");
                case "Fail" ->
                    end(
                            "FAILED",
                            here.optionalString("Error").orElse(""),
                            String.valueOf(expressions.evaluate(
                                    Json.of(here.optionalString("Cause").orElse("")), scope(null, null, null))));
                case "Task" -> task(here);
                default -> throw new IllegalStateException("no type of state: " + here.string("Type"));
            }
        }

        private void next(JsonObject here, Object with) {
            if (here.bool("End", false)) {
                end("SUCCEEDED", "", "");
            } else {
                enter(here.string("Next"), with);
            }
        }

        /** All items at once: how many there are at a time is no question of what comes out. */
        @SuppressWarnings("unchecked") // a context is a map of maps
        private void each(JsonObject here) {
            int mine = visit;
            List<?> items = (List<?>) java.util.Objects.requireNonNull(
                    expressions.evaluate(Json.of(here.string("Items")), scope(null, null, null)));
            int[] left = {items.size()};
            for (Object item : items) {
                Map<String, Object> scope = scope(null, null, null);
                Map<String, Object> states = new LinkedHashMap<>((Map<String, Object>) scope.get("states"));
                Map<String, Object> context = new LinkedHashMap<>((Map<String, Object>) states.get("context"));
                context.put("Map", Map.of("Item", Map.of("Value", item)));
                states.put("context", context);
                scope.put("states", states);
                Json selected = Expression.json(expressions.evaluate(here.object("ItemSelector"), scope));
                Execution part = new Execution(machine, name, here.object("ItemProcessor"), (JsonObject) selected);
                part.variables.putAll(variables);
                parts.add(part);
                part.onEnd(() -> {
                    if (!isRunning() || visit != mine) {
                        return;
                    }
                    if (!part.status.equals("SUCCEEDED") && !here.has("ToleratedFailurePercentage")) {
                        failed(here, part.error, part.cause);
                    } else if (--left[0] == 0) {
                        succeeded(here, NOTHING);
                    }
                });
                part.begin();
            }
        }

        private void choose(JsonObject here) {
            Map<String, Object> scope = scope(null, null, null);
            for (JsonObject rule : here.objects("Choices")) {
                if (Boolean.TRUE.equals(expressions.evaluate(Json.of(rule.string("Condition")), scope))) {
                    assign(rule, scope);
                    enter(rule.string("Next"), carried);
                    return;
                }
            }
            assign(here, scope);
            enter(here.string("Default"), carried);
        }

        private void task(JsonObject here) {
            String resource = here.string("Resource");
            boolean parks = resource.endsWith(".waitForTaskToken");
            String token = parks ? "token-" + ++tokens : null;
            int mine = visit;
            if (token != null) {
                parked.put(token, new Parked(this, mine));
            }
            JsonObject result;
            Execution actedBefore = acting;
            acting = this;
            try {
                Json arguments =
                        Expression.json(expressions.evaluate(here.object("Arguments"), scope(token, null, null)));
                result = integrations.call(resource, (JsonObject) arguments);
            } catch (TaskException failure) {
                if (token != null) {
                    parked.remove(token);
                }
                if (isRunning() && visit == mine) {
                    failed(here, failure.error, String.valueOf(failure.getMessage()));
                }
                return;
            } catch (CutError ended) {
                return;
            } finally {
                acting = actedBefore;
            }
            // The call may have taken its time, and the world went on.
            if (!isRunning() || visit != mine) {
                return;
            }
            if (resource.contains(":startExecution.sync")) {
                awaitEnd(here, mine);
                return;
            }
            if (token == null) {
                succeeded(here, result);
                return;
            }
            waiting = true;
            Runnable answer = early;
            if (answer != null) {
                answer.run();
                return;
            }
            time.after(seconds(here, "TimeoutSeconds"), () -> {
                if (isRunning() && visit == mine) {
                    parked.remove(token);
                    failed(here, "States.Timeout", "");
                }
            });
        }

        private void awaitEnd(JsonObject here, int mine) {
            JsonObject asked = (JsonObject)
                    Expression.json(expressions.evaluate(here.object("Arguments"), scope(null, null, null)));
            Execution started = java.util.Objects.requireNonNull(
                    find(asked.string("StateMachineArn").substring(PREFIX.length()), asked.string("Name")));
            parts.add(started);
            started.onEnd(() -> time.after(time.between(10, 500), () -> {
                if (!isRunning() || visit != mine) {
                    return;
                }
                if (started.status.equals("SUCCEEDED")) {
                    succeeded(here, NOTHING);
                } else {
                    failed(here, "States.TaskFailed", started.cause);
                }
            }));
            time.after(seconds(here, "TimeoutSeconds"), () -> {
                if (isRunning() && visit == mine) {
                    started.abort();
                    failed(here, "States.Timeout", "");
                }
            });
        }

        /** An answer may come before the call that parked has returned. */
        private boolean answered(int whichVisit, @Nullable String errorName, String text) {
            if (!isRunning() || visit != whichVisit) {
                return false;
            }
            JsonObject here = definition.object("States").object(state);
            Runnable answer = () -> {
                if (errorName == null) {
                    succeeded(here, JsonObject.parse(text));
                } else {
                    failed(here, errorName, text);
                }
            };
            if (waiting) {
                answer.run();
            } else {
                early = answer;
            }
            return true;
        }

        private void succeeded(JsonObject here, JsonObject result) {
            Map<String, Object> scope = scope(null, Expression.plain(result), null);
            assign(here, scope);
            next(here, output(here, scope, java.util.Objects.requireNonNull(Expression.plain(result))));
        }

        private void failed(JsonObject here, String errorName, String why) {
            List<JsonObject> retriers = here.objects("Retry");
            for (int i = 0; i < retriers.size(); i++) {
                JsonObject retrier = retriers.get(i);
                if (matches(retrier, errorName)) {
                    if (retries[i] < retrier.integer("MaxAttempts")) {
                        double most = Math.min(
                                (double) retrier.integer("MaxDelaySeconds"),
                                (double) retrier.integer("IntervalSeconds")
                                        * Math.pow((double) retrier.integer("BackoffRate"), retries[i]));
                        retries[i]++;
                        visit++;
                        waiting = false;
                        early = null;
                        schedule(Duration.ofMillis(Math.round(random.nextDouble() * most * 1_000)));
                        return;
                    }
                    break;
                }
            }
            for (JsonObject catcher : here.objects("Catch")) {
                if (matches(catcher, errorName)) {
                    Map<String, Object> output = Map.of("Error", errorName, "Cause", why);
                    assign(catcher, scope(null, null, output));
                    enter(catcher.string("Next"), output);
                    return;
                }
            }
            end("FAILED", errorName, why);
        }

        private static boolean matches(JsonObject rule, String errorName) {
            return rule.array("ErrorEquals").stream()
                    .map(value -> ((Json.JsonString) value).value())
                    .anyMatch(pattern -> pattern.equals(errorName) || pattern.equals("States.ALL"));
        }

        private void assign(JsonObject holder, Map<String, Object> scope) {
            Map<String, Object> assigned = new LinkedHashMap<>();
            holder.optionalObject("Assign").orElse(NOTHING).members().forEach((key, template) -> {
                Object value = expressions.evaluate(template, scope);
                if (value == null) {
                    throw new IllegalStateException(machine + ", " + state + ": " + key + " is undefined");
                }
                assigned.put(key, value);
            });
            variables.putAll(assigned);
        }

        private Object output(JsonObject here, Map<String, Object> scope, Object otherwise) {
            Json template = here.members().get("Output");
            Object value = template == null ? otherwise : expressions.evaluate(template, scope);
            return value == null ? Map.of() : value;
        }

        private Duration seconds(JsonObject here, String field) {
            Object value =
                    expressions.evaluate(here.members().getOrDefault(field, Json.of(60)), scope(null, null, null));
            return Duration.ofSeconds(((Number) java.util.Objects.requireNonNull(value)).longValue());
        }

        private Map<String, Object> scope(
                @Nullable String token, @Nullable Object result, @Nullable Object errorOutput) {
            Map<String, Object> states = new LinkedHashMap<>();
            states.put("input", carried);
            if (result != null) {
                states.put("result", result);
            }
            if (errorOutput != null) {
                states.put("errorOutput", errorOutput);
            }
            states.put(
                    "context",
                    Map.of(
                            "Execution",
                            Map.of(
                                    "Id",
                                    PREFIX.replace(":stateMachine:", ":execution:") + machine + ":" + name,
                                    "Name",
                                    name,
                                    "Input",
                                    java.util.Objects.requireNonNull(Expression.plain(input)),
                                    "StartTime",
                                    startedAt.toString()),
                            "StateMachine",
                            Map.of("Id", PREFIX + machine),
                            "Task",
                            Map.of("Token", token == null ? "" : token)));
            Map<String, Object> scope = new HashMap<>(variables);
            scope.put("states", states);
            return scope;
        }
    }

    /** Everything that has not ended. */
    List<Execution> running() {
        List<Execution> running = new ArrayList<>();
        executions.values().stream().filter(Execution::isRunning).forEach(running::add);
        return running;
    }
}
