package host.spore.spawn.functions.queue;

import host.spore.spawn.events.Ids;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.compile.Compiler;
import host.spore.spawn.queues.compile.Machine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The machines of a queue, as this deployment makes them.
 *
 * @param hash of all that is deployed: names them, so that the same queue run again makes nothing
 * @param definitions by machine, in the order in which they are made: parts before what refers to them. What contains the
 *     hash is still to be filled in.
 * @param executions of one run, in the same order
 */
record Blueprint(String hash, Map<String, String> definitions, List<Plan.PlannedExecution> executions) {
    static final String ACTIVITY = "${JobsActivityArn}";

    private static final Pattern PART = Pattern.compile("\\$\\{Part([0-9]+)MachineArn}");
    private static final int HASH = 20;

    Blueprint {
        definitions = Collections.unmodifiableMap(new LinkedHashMap<>(definitions));
        executions = List.copyOf(executions);
    }

    /**
     * What a deployment fills in.
     *
     * @param stepArn of the function that the machines call
     * @param table of the queues
     * @param roleArn of the machines
     */
    record Fixtures(String stepArn, String table, String roleArn) {}

    static Blueprint of(Compiler.Compiled compiled, Fixtures fixtures) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Machine machine : compiled.machines()) {
            texts.put(
                    machine.name(),
                    machine.text()
                            .replace("${QueueStepFunctionArn}", fixtures.stepArn())
                            .replace("${QueuesTable}", fixtures.table()));
        }
        List<String> hashed = new ArrayList<>(List.of(fixtures.roleArn()));
        texts.forEach((name, text) -> hashed.addAll(List.of(name, text)));
        List<Plan.PlannedExecution> executions = new ArrayList<>();
        for (String root : List.of("main", "always")) {
            if (texts.containsKey(root)) {
                order(root, root, "", texts, executions);
            }
        }
        Map<String, String> ordered = new LinkedHashMap<>();
        executions.forEach(execution -> ordered.put(execution.machine(), text(texts, execution.machine())));
        return new Blueprint(Ids.hash(hashed.toArray(String[]::new)).substring(0, HASH), ordered, executions);
    }

    private static void order(
            String machine, String root, String suffix, Map<String, String> texts, List<Plan.PlannedExecution> into) {
        Matcher parts = PART.matcher(text(texts, machine));
        while (parts.find()) {
            order("part-" + parts.group(1), root, suffix + "-" + parts.group(1), texts, into);
        }
        into.add(new Plan.PlannedExecution(machine, root, suffix));
    }

    private static String text(Map<String, String> texts, String machine) {
        String text = texts.get(machine);
        if (text == null) {
            throw new IllegalStateException("no machine " + machine);
        }
        return text;
    }

    /** What stands for the ARN of a machine in the definition of another. */
    static String reference(String machine) {
        return "${Part" + machine.substring(machine.lastIndexOf('-') + 1) + "MachineArn}";
    }

    /** How much longer than the run's id the longest name of an execution is. */
    int longestSuffix() {
        return executions.stream()
                .mapToInt(execution -> execution.suffix().length())
                .max()
                .orElse(0);
    }

    JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder();
        definitions.forEach(json::put);
        return json.build();
    }

    /** The definitions, in their order. */
    static Map<String, String> read(JsonObject json) {
        Map<String, String> definitions = new LinkedHashMap<>();
        json.members().forEach((name, text) -> {
            if (text instanceof Json.JsonString string) {
                definitions.put(name, string.value());
            }
        });
        return definitions;
    }
}
