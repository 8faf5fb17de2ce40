package host.spore.spawn.functions.launch;

import host.spore.spawn.events.Work;
import host.spore.spawn.events.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the login user runs, and with which variables.
 *
 * @param script empty when there is none
 * @param environment by name
 * @param secrets ARNs by name; their values are never here
 */
record Workload(String script, Map<String, String> environment, Map<String, String> secrets) {
    Workload {
        environment = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        secrets = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
    }

    static Workload of(Work work) {
        return new Workload(
                script(Optional.ofNullable(work.userData()), Optional.ofNullable(work.command())),
                work.environment(),
                work.secrets());
    }

    /**
     * From the input of an attempt, where an absent text is an empty one. Checked again: between the plan and this lie the
     * flow and time.
     */
    static Workload read(JsonObject input) {
        return new Workload(
                script(
                        input.optionalString("userData").filter(text -> !text.isEmpty()),
                        input.optionalString("command").filter(text -> !text.isEmpty())),
                Work.checkedEnvironment(input.strings("environment")),
                Work.checkedSecrets(input.strings("secrets")));
    }

    /** With what tells it its place in an array. */
    Workload with(Map<String, String> variables) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(variables);
        return new Workload(script, all, secrets);
    }

    private static String script(Optional<String> userData, Optional<String> command) {
        return userData.or(() -> command.map(line -> "#!/bin/bash\n" + line + "\n"))
                .orElse("");
    }

    /** {@code NAME=VALUE}, each with a zero byte behind it, as the kernel keeps them: no value can have one. */
    String variables() {
        return environment.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue() + "\0")
                .collect(Collectors.joining());
    }

    /** One a line, {@code NAME ARN}; neither has blanks. */
    String references() {
        return secrets.entrySet().stream()
                .map(secret -> secret.getKey() + " " + secret.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
