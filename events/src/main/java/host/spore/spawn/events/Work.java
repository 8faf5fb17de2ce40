package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an instance does by itself.
 *
 * @param userData a script that the login user runs once the agent runs; at most {@value #MAX_USER_DATA_BYTES} bytes
 * @param command a line of shell, in place of such a script
 * @param environment of that script; no secrets, since whoever may read user data reads them
 * @param secrets of that script, by reference: variable to ARN of a parameter (SSM) or secret (Secrets Manager), which is
 *     resolved on the instance and nowhere else
 * @param results a folder of the instance whose files are kept in S3 once its work is done
 * @param worker of a queue, in place of a script; see {@link QueueWorker}
 */
public record Work(
        @Nullable String userData,
        @Nullable String command,
        Map<String, String> environment,
        Map<String, String> secrets,
        @Nullable String results,
        @Nullable QueueWorker worker) {
    /** Whoever launched it works on it. */
    public static final Work NONE = new Work(null, null, Map.of(), Map.of(), null, null);

    /** EC2 takes 16 KB of user data in all; the rest is our bootstrap. */
    public static final int MAX_USER_DATA_BYTES = 10_240;

    /** A line is a line; what is longer is a script. */
    public static final int MAX_LINE_BYTES = 4_096;

    public static final int MAX_VARIABLES = 50;

    public static final int MAX_SECRETS = 20;

    private static final int MAX_VALUE = 2_048;

    /**
     * A whole ARN: what the instance's role may read is told by those, letter by letter, and Secrets Manager's end in six
     * letters of its own.
     */
    private static final Pattern SECRET = Pattern.compile("arn:aws[a-z-]*:(ssm:[a-z0-9-]{1,30}:[0-9]{12}:parameter/"
            + "[A-Za-z0-9_./-]{1,900}|secretsmanager:[a-z0-9-]{1,30}:[0-9]{12}:secret:[A-Za-z0-9/_+=.@!-]{1,512}-"
            + "[A-Za-z0-9]{6})");

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    /** What an instance of ours runs by. */
    private static final Pattern OURS = Pattern.compile("(SPAWN|SPORED)_.*");

    /** What the agent's flat configuration can hold without quoting. */
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_+=.,:@-]+)+/?");

    private static final int MAX_PATH = 255;

    public Work {
        if (userData != null) {
            checkedUserData(userData);
        }
        if (command != null) {
            checkedLine(command);
        }
        if (results != null) {
            checkedPath(results);
        }
        if (userData != null && command != null) {
            throw new Refusal("--command and --user-data: give one of them; a script may hold the command too");
        }
        if (worker != null && (userData != null || command != null || results != null)) {
            throw new Refusal("/worker: a worker's work comes from its queue; leave out userData, command and results");
        }
        environment = checkedEnvironment(environment);
        secrets = checkedSecrets(secrets);
        if (userData == null && command == null) {
            refuseWithoutScript("--env", environment);
            refuseWithoutScript("--secret", secrets);
        }
        for (String name : secrets.keySet()) {
            if (environment.containsKey(name)) {
                throw new Refusal(name + ": given by --env and by --secret; give one of them");
            }
        }
    }

    private static void refuseWithoutScript(String option, Map<String, String> variables) {
        if (!variables.isEmpty()) {
            throw new Refusal(option + " " + variables.keySet().iterator().next()
                    + ": there is no --command and no --user-data to run with it");
        }
    }

    public static String checkedPath(String text) {
        if (text.length() > MAX_PATH
                || !PATH.matcher(text).matches()
                || List.of(text.split("/")).contains("..")) {
            throw new Refusal("\"" + Printable.of(text) + "\": a whole path of at most " + MAX_PATH
                    + " letters, digits and _ + = . , : @ -, for example /home/ec2-user/results");
        }
        return text;
    }

    public static String checkedLine(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_LINE_BYTES) {
            throw new Refusal(
                    bytes + " bytes of shell: at most " + MAX_LINE_BYTES + "; put the rest into a script and call it");
        }
        if (text.isBlank() || text.indexOf('\0') >= 0) {
            throw new Refusal("\"" + Printable.of(text) + "\": a line of shell, for example 'sync-results --all'");
        }
        return checkedCharacters(text);
    }

    public static String checkedUserData(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_USER_DATA_BYTES) {
            throw new Refusal(bytes + " bytes of user data: at most " + MAX_USER_DATA_BYTES
                    + "; put the rest into S3 and fetch it from the script");
        }
        return checkedCharacters(text);
    }

    /** What cannot be told in bytes would arrive as another text than was given. */
    private static String checkedCharacters(String text) {
        if (text.codePoints().anyMatch(Work::isHalf)) {
            throw new Refusal(
                    "\"" + Printable.of(text) + "\": has half of a character, which has no UTF-8 form; take it out");
        }
        return text;
    }

    /** Half a pair of surrogates is no character: no bytes would be its. */
    private static boolean isHalf(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    public static Map<String, String> checkedEnvironment(Map<String, String> variables) {
        if (variables.size() > MAX_VARIABLES) {
            throw new Refusal(variables.size() + " variables: at most " + MAX_VARIABLES);
        }
        variables.forEach((name, value) -> {
            checkedVariable(name);
            if (value.codePoints().anyMatch(point -> Character.isISOControl(point) || isHalf(point))
                    || value.length() > MAX_VALUE) {
                throw new Refusal(
                        name + ": one line of at most " + MAX_VALUE + " characters; put the rest into a file");
            }
        });
        return Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    public static Map<String, String> checkedSecrets(Map<String, String> secrets) {
        if (secrets.size() > MAX_SECRETS) {
            throw new Refusal(secrets.size() + " secrets: at most " + MAX_SECRETS);
        }
        secrets.forEach((name, arn) -> {
            checkedVariable(name);
            if (!SECRET.matcher(arn).matches()) {
                // Not what was given: somebody may have given the secret itself.
                throw new Refusal(
                        name + ": the whole ARN of a parameter of SSM or of a secret of Secrets Manager, for example"
                                + " arn:aws:ssm:us-east-1:123456789012:parameter/lab/key; never the secret itself");
            }
        });
        return Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
    }

    private static void checkedVariable(String name) {
        if (!VARIABLE.matcher(name).matches()) {
            throw new Refusal("\"" + Printable.of(name)
                    + "\": a variable's name has letters, digits and _, and begins with none of the digits");
        }
        if (OURS.matcher(name).matches()) {
            throw new Refusal(
                    name + ": variables that begin with SPAWN_ or SPORED_ are spawn's own; take another name");
        }
    }

    static Work read(JsonObject detail) {
        return new Work(
                Fields.optional(detail, "userData", Work::checkedUserData),
                Fields.optional(detail, "command", Work::checkedLine),
                detail.strings("environment"),
                detail.strings("secrets"),
                Fields.optional(detail, "results", Work::checkedPath),
                QueueWorker.read(detail));
    }

    void write(JsonObject.Builder into) {
        into.put("userData", userData).put("command", command);
        if (!environment.isEmpty()) {
            into.put("environment", environment);
        }
        if (!secrets.isEmpty()) {
            into.put("secrets", secrets);
        }
        into.put("results", results);
        if (worker != null) {
            into.put("worker", worker.toJson());
        }
    }
}
