package host.spore.spawn.cdk.iam;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One condition; all of a statement's must hold.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
public record Condition(String operator, String key, List<String> values) {
    private static final String FOR_ALL = "ForAllValues:";
    private static final String FOR_ANY = "ForAnyValue:";
    private static final String IF_EXISTS = "IfExists";

    boolean holds(Map<String, List<String>> context) {
        var actual = lookUp(context, key);
        String name = operator;
        boolean all = name.startsWith(FOR_ALL);
        boolean any = name.startsWith(FOR_ANY);
        name = name.substring(all ? FOR_ALL.length() : any ? FOR_ANY.length() : 0);
        if (name.equals("Null")) {
            return values.contains(Boolean.toString(actual.isEmpty()));
        }
        boolean ifExists = name.endsWith(IF_EXISTS);
        name = ifExists ? name.substring(0, name.length() - IF_EXISTS.length()) : name;
        boolean negated = name.contains("Not");
        if (actual.isEmpty()) {
            // A key that is not there fails a condition, unless the condition asks for what it is not.
            return ifExists || all || (negated && !any);
        }
        Predicate<String> one = one(name.replace("Not", ""), context);
        Predicate<String> wanted = negated ? one.negate() : one;
        if (all) {
            return actual.get().stream().allMatch(wanted);
        }
        if (any) {
            return actual.get().stream().anyMatch(wanted);
        }
        return actual.get().size() == 1 && wanted.test(actual.get().getFirst());
    }

    private Predicate<String> one(String name, Map<String, List<String>> context) {
        return switch (name) {
            case "StringEquals" ->
                actual -> values.stream()
                        .anyMatch(value -> Wildcards.literally(value, context)
                                .map(pattern -> pattern.matches(actual))
                                .orElse(false));
            case "StringEqualsIgnoreCase", "Bool" ->
                actual -> values.stream().anyMatch(value -> value.equalsIgnoreCase(actual));
            case "StringLike" ->
                actual -> values.stream()
                        .anyMatch(value -> Wildcards.of(value, context)
                                .map(pattern -> pattern.matches(actual))
                                .orElse(false));
            case "ArnLike", "ArnEquals" -> actual -> values.stream().anyMatch(value -> arnLike(value, actual, context));
            default -> throw new UnsupportedOperationException("operator " + operator + ": teach the evaluator");
        };
    }

    /** Part by part: a {@code *} of one part does not reach into the next, but for the last. */
    private static boolean arnLike(String pattern, String actual, Map<String, List<String>> context) {
        if (pattern.contains("${")) {
            throw new UnsupportedOperationException("a variable within an ARN: " + pattern);
        }
        String[] wanted = pattern.split(":", 6);
        String[] given = actual.split(":", 6);
        if (wanted.length != 6 || given.length != 6) {
            return false;
        }
        for (int part = 0; part < 6; part++) {
            String text = given[part];
            if (!Wildcards.of(wanted[part], context)
                    .map(compiled -> compiled.matches(text))
                    .orElse(false)) {
                return false;
            }
        }
        return true;
    }

    /** The names of keys know no case. */
    static Optional<List<String>> lookUp(Map<String, List<String>> context, String key) {
        return context.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(key))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
