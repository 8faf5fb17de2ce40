package host.spore.spawn.statemachines;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a definition of ours must keep beyond the language's own rules: the mistakes that only show in production,
 * months later. Each rule says in its problem what to do.
 */
public final class FlowLint {
    /** Step Functions: 80 characters, <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-states.html">states</a>. */
    private static final int MAX_STATE_NAME = 80;

    /**
     * The longest pause between two tries. Above it a flow that could go on stands still for no reason that its user
     * could see.
     */
    private static final long MAX_RETRY_DELAY_SECONDS = 300;

    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern TYPED_SUBSTITUTION =
            Pattern.compile("[A-Z][A-Za-z0-9]*(Arn|Table|Name|Url|Bucket|Seconds)");

    /** Errors that may be named: Step Functions' own, the integrations' and ours. */
    private static final Set<String> KNOWN_ERRORS = Set.of(
            "States.ALL",
            "States.Timeout",
            "States.HeartbeatTimeout",
            "States.TaskFailed",
            "States.DataLimitExceeded",
            "States.QueryEvaluationError",
            // A service integration says DynamoDB, an SDK integration DynamoDb.
            "DynamoDB.ConditionalCheckFailedException",
            "DynamoDb.ConditionalCheckFailedException",
            "DynamoDb.ProvisionedThroughputExceededException",
            "DynamoDb.InternalServerErrorException",
            "DynamoDb.ThrottlingException",
            "StepFunctions.ExecutionAlreadyExistsException",
            "Lambda.ServiceException",
            "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException",
            // Sent with SendTaskFailure by the observer of EC2's events.
            "Launch.InstanceEnded",
            // Sent by the worker of a queue.
            "Job.TimedOut",
            "Worker.Lost",
            // Sent to a gate behind which nothing will run.
            "Job.Skipped");

    /** A job's own exit code, as the worker of a queue sends it. */
    private static final Pattern EXIT_CODE = Pattern.compile("Job\\.Exit\\.\\d{1,3}");

    /** The longest pause that Step Functions takes, just below. A user's own job may wait as long as its file says. */
    private static final long MAX_JOB_DELAY_SECONDS = 31_622_399;

    /** JSONata's functions: a variable of the same name hides it, and the next call of it fails. */
    private static final Set<String> FUNCTIONS = Set.of(
            ("abs append assert average base64decode base64encode boolean ceil contains count distinct each error eval"
                            + " exists filter floor formatBase formatInteger formatNumber fromMillis hash join keys length"
                            + " lookup lowercase map match max merge millis min not now number pad parse parseInteger"
                            + " partition power random range reduce replace reverse round shuffle sift single sort split"
                            + " spread sqrt string substring substringAfter substringBefore sum toMillis trim type uppercase"
                            + " uuid zip")
                    .split(" "));

    private final List<String> problems = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private FlowLint() {}

    /** All problems of a definition, each with the name of its state; none when it is clean. */
    public static List<String> check(String text) {
        FlowLint lint = new FlowLint();
        lint.substitutions(text);
        JsonObject definition = JsonObject.parse(text);
        if (!definition.optionalString("QueryLanguage").equals(Optional.of("JSONata"))) {
            lint.problems.add("definition: say \"QueryLanguage\": \"JSONata\" at the top");
        }
        lint.machine("definition", definition);
        return List.copyOf(lint.problems);
    }

    private void substitutions(String text) {
        SUBSTITUTION
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .forEach(name -> {
                    if (!TYPED_SUBSTITUTION.matcher(name).matches()) {
                        problems.add(
                                "${" + name + "}: end a substitution's name with what it is, for example Arn or Table");
                    }
                });
    }

    private void machine(String where, JsonObject machine) {
        if (machine.optionalString("Comment").isEmpty()) {
            problems.add(where + ": give it a Comment that says why it is there");
        }
        JsonObject states = machine.object("States");
        states.members().keySet().forEach(name -> state(name, states.object(name)));
        Set<String> reached = reachable(where, machine.string("StartAt"), states);
        Set<String> unreached = new LinkedHashSet<>(states.members().keySet());
        unreached.removeAll(reached);
        unreached.forEach(name -> problems.add(name + ": nothing leads here; remove it"));
    }

    private void state(String name, JsonObject state) {
        // https://states-language.net/#states-fields: "unique within the scope of the whole state machine"
        if (!names.add(name)) {
            problems.add(name + ": two states have this name; it is unique in the whole machine, inside branches too");
        }
        if (name.length() > MAX_STATE_NAME) {
            problems.add(name + ": a state's name has at most " + MAX_STATE_NAME + " characters");
        }
        if (state.optionalString("Comment").isEmpty()) {
            problems.add(name + ": give it a Comment that says why it is there");
        }
        if (state.has("QueryLanguage")) {
            problems.add(name + ": the query language is the definition's, leave it out here");
        }
        assigned(name, state);
        state.objects("Choices").forEach(choice -> assigned(name, choice));
        state.objects("Catch").forEach(clause -> assigned(name, clause));
        String type = state.string("Type");
        if (type.equals("Choice") && !state.has("Default")) {
            problems.add(name + ": a Choice without Default fails on the case that nobody thought of; add one");
        }
        if (type.equals("Task")) {
            task(name, state);
        }
        if (state.optionalObject("Arguments").filter(FlowLint::hasState).isPresent()) {
            problems.add(name + ": its Arguments have a state in them, which would never be entered; move it out");
        }
        long longest = isActivity(state) ? MAX_JOB_DELAY_SECONDS : MAX_RETRY_DELAY_SECONDS;
        state.objects("Retry").forEach(retry -> retry(name, retry, longest));
        state.objects("Catch").forEach(clause -> errors(name, clause));
        state.objects("Branches").forEach(branch -> machine(name, branch));
        state.optionalObject("ItemProcessor").ifPresent(processor -> machine(name, processor));
    }

    /** Whether a brace that was closed too late has put a state into what a task is given. */
    private static boolean hasState(JsonObject within) {
        return within.members().values().stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .anyMatch(object ->
                        (object.has("Type") && (object.has("Next") || object.has("End"))) || hasState(object));
    }

    private void assigned(String name, JsonObject where) {
        where.optionalObject("Assign")
                .ifPresent(variables -> variables.members().keySet().stream()
                        .filter(FUNCTIONS::contains)
                        .forEach(variable -> problems.add(
                                name + ": the variable " + variable + " hides a function; give it another name")));
    }

    private void task(String name, JsonObject state) {
        String resource = state.string("Resource");
        if (!state.has("TimeoutSeconds")) {
            problems.add(name + ": a task without TimeoutSeconds may hang for a year; add it");
        }
        if (resource.endsWith(":updateItem.waitForTaskToken")) {
            parked(name, state);
        } else if (resource.endsWith(".waitForTaskToken") || isActivity(state)) {
            workedOn(name, state);
        }
    }

    /** By its ARN, or by the substitution that stands for one. */
    private static boolean isActivity(JsonObject state) {
        return state.optionalString("Resource")
                .filter(resource -> resource.contains(":activity:") || resource.endsWith("ActivityArn}"))
                .isPresent();
    }

    /** Nobody beats for a callback that only waits to be woken: a heartbeat would end it while all is well. */
    private void parked(String name, JsonObject state) {
        if (state.has("HeartbeatSeconds")) {
            problems.add(name + ": it parks, and nobody beats for it; take HeartbeatSeconds away");
        }
        Json timeout = state.members().get("TimeoutSeconds");
        if (timeout instanceof Json.JsonNumber number && number.value().signum() <= 0) {
            problems.add(name + ": a parked callback needs a time-out of at least a second");
        }
        Set<String> caught = caught(state);
        if (!caught.contains("States.ALL") && !caught.contains("States.Timeout")) {
            problems.add(name + ": it parks, so its time-out is its normal end; catch States.Timeout");
        }
    }

    private void workedOn(String name, JsonObject state) {
        if (!state.has("HeartbeatSeconds")) {
            problems.add(name + ": somebody works on it, so a worker that dies must show; add HeartbeatSeconds");
        }
        Set<String> caught = caught(state);
        if (caught.isEmpty()) {
            problems.add(name + ": somebody works on it; add a Catch that ends the compute");
        }
        // A missed heartbeat is the one error on AWS and the other on the embedded cloud.
        boolean all = caught.contains("States.ALL");
        if (!all && caught.contains("States.Timeout") != caught.contains("States.HeartbeatTimeout")) {
            problems.add(name + ": catch States.HeartbeatTimeout and States.Timeout together");
        }
    }

    private static Set<String> caught(JsonObject state) {
        Set<String> names = new HashSet<>();
        state.objects("Catch").forEach(clause -> names.addAll(names(clause)));
        return names;
    }

    private void retry(String name, JsonObject retry, long longest) {
        errors(name, retry);
        if (retry.optionalInteger("MaxAttempts").equals(Optional.of(0L))) {
            return;
        }
        if (!retry.optionalString("JitterStrategy").equals(Optional.of("FULL"))) {
            problems.add(name + ": retries without jitter come all at once; add \"JitterStrategy\": \"FULL\"");
        }
        if (!retry.has("MaxAttempts")) {
            problems.add(name + ": say how often a retry may be made; add MaxAttempts");
        }
        if (retry.optionalInteger("MaxDelaySeconds")
                .filter(seconds -> seconds <= longest)
                .isEmpty()) {
            problems.add(name + ": bound the pause between retries; add MaxDelaySeconds, at most " + longest);
        }
    }

    private void errors(String name, JsonObject clause) {
        List<String> names = names(clause);
        if (names.isEmpty()) {
            problems.add(name + ": ErrorEquals names no error");
        }
        names.stream()
                .filter(error -> !KNOWN_ERRORS.contains(error)
                        && !EXIT_CODE.matcher(error).matches())
                .forEach(error -> problems.add(name + ": no known error is called " + error));
    }

    private static List<String> names(JsonObject clause) {
        return clause.array("ErrorEquals").stream()
                .map(error -> error instanceof Json.JsonString text ? text.value() : error.toString())
                .toList();
    }

    private Set<String> reachable(String where, String startAt, JsonObject states) {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(startAt));
        boolean ends = false;
        while (!open.isEmpty()) {
            String name = open.pop();
            Json state = states.members().get(name);
            if (state == null) {
                problems.add(where + ": no state is called \"" + name + "\"");
            } else if (reached.add(name) && state instanceof JsonObject object) {
                List<String> next = next(object);
                ends |= next.isEmpty() || object.bool("End", false);
                open.addAll(next);
            }
        }
        if (!ends) {
            problems.add(where + ": it can never end");
        }
        return reached;
    }

    private static List<String> next(JsonObject state) {
        List<String> next = new ArrayList<>();
        for (Map.Entry<String, Json> member : state.members().entrySet()) {
            switch (member.getKey()) {
                case "Next", "Default" -> next.add(state.string(member.getKey()));
                case "Choices", "Catch" ->
                    state.objects(member.getKey()).forEach(clause -> next.add(clause.string("Next")));
                default -> {
                    // Every other member says what a state does, not where it leads.
                }
            }
        }
        return next;
    }
}
