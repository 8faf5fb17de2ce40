package host.spore.spawn.cdk.iam;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A pattern of a policy: {@code *}, {@code ?} and variables.
 *
 * <p>A variable's value is taken letter by letter: a {@code *} in it stands for itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
record Wildcards(Pattern pattern) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    boolean matches(String text) {
        return pattern.matcher(text).matches();
    }

    /** Actions know no case and no variables. */
    static Wildcards ofAction(String action) {
        return new Wildcards(Pattern.compile(translate(action), Pattern.CASE_INSENSITIVE));
    }

    /** Empty when a variable has no value, or several: then nothing matches. */
    static Optional<Wildcards> of(String text, Map<String, List<String>> context) {
        return compile(text, context, true);
    }

    /** With variables, but {@code *} and {@code ?} stand for themselves, as in StringEquals. */
    static Optional<Wildcards> literally(String text, Map<String, List<String>> context) {
        return compile(text, context, false);
    }

    private static Optional<Wildcards> compile(String text, Map<String, List<String>> context, boolean wildcards) {
        var expression = new StringBuilder();
        int done = 0;
        var variable = VARIABLE.matcher(text);
        while (variable.find()) {
            expression.append(part(text.substring(done, variable.start()), wildcards));
            var value = value(variable.group(1), context);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            expression.append(Pattern.quote(value.get()));
            done = variable.end();
        }
        expression.append(part(text.substring(done), wildcards));
        return Optional.of(new Wildcards(Pattern.compile(expression.toString(), Pattern.DOTALL)));
    }

    private static Optional<String> value(String variable, Map<String, List<String>> context) {
        // ${*}, ${?} and ${$} are how a policy writes these characters.
        if (variable.equals("*") || variable.equals("?") || variable.equals("$")) {
            return Optional.of(variable);
        }
        if (variable.contains(",")) {
            throw new UnsupportedOperationException("a variable with a default: ${" + variable + "}");
        }
        return Condition.lookUp(context, variable)
                .filter(values -> values.size() == 1)
                .map(List::getFirst);
    }

    private static String part(String text, boolean wildcards) {
        return wildcards ? translate(text) : Pattern.quote(text);
    }

    private static String translate(String text) {
        var expression = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            expression.append(
                    switch (character) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(character));
                    });
        }
        return expression.toString();
    }
}
