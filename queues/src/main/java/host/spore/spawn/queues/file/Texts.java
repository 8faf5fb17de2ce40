package host.spore.spawn.queues.file;

import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import java.util.List;
import java.util.regex.Pattern;

/** What texts of a queue file may be. Each check returns the text itself. */
final class Texts {
    /** Of queues and jobs: a job's is the name of its state, and part of keys and of places in S3. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,60}");

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern INSTANCE_TYPES =
            Pattern.compile("[a-z0-9-]+\\.[a-z0-9-]+(\\|[a-z0-9-]+\\.[a-z0-9-]+){0,9}");

    /** No result of a job: the system's own, and the agent's. The list is that of the system which spawn replaces. */
    private static final List<String> NOT_RESULTS =
            List.of("/etc", "/sys", "/proc", "/root", "/boot", "/dev", "/var/lib", "/run");

    private Texts() {}

    static String id(String text) {
        if (!ID.matcher(text).matches()) {
            throw new Refusal(shown(text) + "letters, digits, '.', '_' and '-', at most 60");
        }
        // Places in S3 and on disk are named by ids.
        if (text.equals(".") || text.equals("..")) {
            throw new Refusal(shown(text) + "not a name; use a letter or a digit as well");
        }
        return text;
    }

    /** Shell: any text at all, as long as it can be handed to a process. */
    static String shell(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new Refusal("has a NUL character, which no process can be given; take it out");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (Character.isSurrogate(c) && !pair) {
                throw new Refusal(
                        "has half of a character (\\u" + Integer.toHexString(c) + "), which has no UTF-8 form");
            }
            i += pair ? 1 : 0;
        }
        return text;
    }

    static String variable(String name) {
        if (!VARIABLE.matcher(name).matches()) {
            throw new Refusal("a variable's name has letters, digits and '_', and does not begin with a digit");
        }
        return name;
    }

    static String resultPath(String glob) {
        String shown = shown(glob);
        if (shell(glob).isBlank()) {
            throw new Refusal(shown + "empty; for example results/*.csv");
        }
        if (List.of(glob.split("/")).contains("..")) {
            throw new Refusal(shown + "leads outside by \"..\"; name a place inside the job's folder");
        }
        NOT_RESULTS.stream()
                .filter(place -> glob.equals(place) || glob.startsWith(place + "/"))
                .findFirst()
                .ifPresent(place -> {
                    throw new Refusal(
                            shown + "results are never taken from " + place + "; write them into the job's own folder");
                });
        return glob;
    }

    static String bucket(String text) {
        if (!BUCKET.matcher(text).matches()) {
            throw new Refusal(shown(text) + "the name of a bucket: lower-case letters, digits, '.' and '-', 3 to 63");
        }
        return text;
    }

    static String prefix(String text) {
        if (shell(text).length() > 500 || text.startsWith("/")) {
            throw new Refusal(shown(text) + "a prefix without a leading '/', at most 500 characters");
        }
        return text;
    }

    static String instanceTypes(String text) {
        if (!INSTANCE_TYPES.matcher(text).matches()) {
            throw new Refusal(shown(text)
                    + "an instance type, for example c7i.large, or up to 10 in the order in which to try them:"
                    + " 'c7i.large|c7a.large'");
        }
        return text;
    }

    /** At the beginning of what is said of it. */
    static String shown(String text) {
        return quoted(text) + ": ";
    }

    static String quoted(String text) {
        return "\"" + Printable.of(text) + "\"";
    }
}
