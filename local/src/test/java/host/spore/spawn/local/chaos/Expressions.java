package host.spore.spawn.local.chaos;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * DynamoDB's conditions and updates, as far as spawn uses them.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html">expressions</a>
 */
final class Expressions {
    private static final Pattern TOKEN = Pattern.compile("\\s*([A-Za-z0-9_.#:]+|[(),=]|<>)");

    private final List<String> tokens = new ArrayList<>();
    private final Map<String, String> names;
    private final Map<String, AttributeValue> values;
    private final Map<String, AttributeValue> item;
    private int next;

    private Expressions(
            String text,
            Map<String, String> names,
            Map<String, AttributeValue> values,
            Map<String, AttributeValue> item) {
        Matcher token = TOKEN.matcher(text);
        int end = 0;
        while (token.find() && token.start() == end) {
            tokens.add(token.group(1));
            end = token.end();
        }
        if (!text.substring(end).isBlank()) {
            throw new IllegalArgumentException("ValidationException: " + text);
        }
        this.names = names;
        this.values = values;
        this.item = item;
    }

    /**
     * What must be so, and the names and values of the whole request.
     *
     * @param text absent: anything may be so
     */
    record Condition(@Nullable String text, Map<String, String> names, Map<String, AttributeValue> values) {
        boolean holds(Map<String, AttributeValue> item) {
            return text == null || new Expressions(text, names, values, item).or();
        }
    }

    static Map<String, AttributeValue> updated(String update, Condition request, Map<String, AttributeValue> item) {
        Map<String, AttributeValue> result = new HashMap<>(item);
        Expressions expression = new Expressions(update, request.names(), request.values(), item);
        while (expression.next < expression.tokens.size()) {
            String clause = expression.take();
            do {
                expression.clause(clause, result);
            } while (expression.accept(","));
        }
        return result;
    }

    private void clause(String clause, Map<String, AttributeValue> result) {
        String name = name(take());
        switch (clause) {
            case "SET" -> {
                expect("=");
                result.put(name, Objects.requireNonNull(operand(), name));
            }
            case "REMOVE" -> result.remove(name);
            case "ADD" -> {
                AttributeValue added = Objects.requireNonNull(operand(), name);
                result.merge(name, added, Expressions::sum);
            }
            default -> throw new IllegalArgumentException("ValidationException: " + clause);
        }
    }

    private static AttributeValue sum(AttributeValue one, AttributeValue other) {
        if (other.n() != null) {
            return AttributeValue.fromN(
                    new BigDecimal(one.n()).add(new BigDecimal(other.n())).toPlainString());
        }
        TreeSet<String> both = new TreeSet<>(one.ss());
        both.addAll(other.ss());
        return AttributeValue.fromSs(List.copyOf(both));
    }

    private boolean or() {
        boolean holds = and();
        while (accept("OR")) {
            holds |= and();
        }
        return holds;
    }

    private boolean and() {
        boolean holds = not();
        while (accept("AND")) {
            holds &= not();
        }
        return holds;
    }

    private boolean not() {
        if (accept("NOT")) {
            return !not();
        }
        if (accept("(")) {
            boolean holds = or();
            expect(")");
            return holds;
        }
        String first = tokens.get(next);
        if (first.equals("attribute_exists") || first.equals("attribute_not_exists")) {
            next++;
            expect("(");
            boolean exists = item.containsKey(name(take()));
            expect(")");
            return exists == first.equals("attribute_exists");
        }
        AttributeValue left = operand();
        if (accept("IN")) {
            expect("(");
            boolean found = false;
            do {
                found |= left != null && left.equals(operand());
            } while (accept(","));
            expect(")");
            return found;
        }
        expect("=");
        AttributeValue right = operand();
        return left != null && left.equals(right);
    }

    private @Nullable AttributeValue operand() {
        String token = take();
        if (token.equals("if_not_exists")) {
            expect("(");
            AttributeValue there = item.get(name(take()));
            expect(",");
            AttributeValue otherwise = operand();
            expect(")");
            return there == null ? otherwise : there;
        }
        return token.startsWith(":")
                ? Objects.requireNonNull(values.get(token), "ValidationException: " + token)
                : item.get(name(token));
    }

    private String name(String token) {
        return token.startsWith("#")
                ? Objects.requireNonNull(names.get(token), "ValidationException: " + token)
                : token;
    }

    private String take() {
        return tokens.get(next++);
    }

    private boolean accept(String token) {
        if (next < tokens.size() && tokens.get(next).equals(token)) {
            next++;
            return true;
        }
        return false;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw new IllegalArgumentException("ValidationException: " + token + " expected in " + tokens);
        }
    }
}
