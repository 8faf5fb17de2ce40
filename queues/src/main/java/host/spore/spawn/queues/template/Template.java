package host.spore.spawn.queues.template;

import host.spore.spawn.events.Nearest;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.queues.file.Problem;
import host.spore.spawn.queues.file.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A queue file with variables: <code>{{NAME}}</code> must be given, <code>{{NAME:default}}</code> may be.
 *
 * <p>A value never becomes structure. Variables are taken out of the text before it is parsed, by marks that no parser
 * sees anything in, and values are put into the finished tree: whatever is in one, it is part of one text. Only where a
 * variable alone stands without quotes a value may be a number or a truth value.
 *
 * @param name of the template
 * @param text JSON or YAML
 */
public record Template(String name, String text) {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{([A-Z_0-9]+)(?::((?:(?!}}).)*))?}}");

    /** Marks are numbers between two characters that Unicode leaves to whoever wants them. */
    private static final String OPEN = "\uE000";

    private static final String CLOSE = "\uE001";
    private static final Pattern MARK = Pattern.compile(OPEN + "(\\d+)" + CLOSE);

    /** @param value what it has if it is not given */
    public record Variable(String name, Optional<String> value) {}

    /** What came of a template. */
    public sealed interface Filling {}

    /** @param queue as a tree */
    public record Filled(Json queue) implements Filling {}

    /** @param problems all of them */
    public record Unfilled(List<Problem> problems) implements Filling {}

    /** What it is for: its first line, if that is a comment. */
    public String description() {
        String first = text.lines().findFirst().orElse("");
        return first.startsWith("#") ? first.substring(1).strip() : "";
    }

    /** In the order of the text, each once; a default that is anywhere is its default. */
    public List<Variable> variables() {
        Map<String, Optional<String>> found = new LinkedHashMap<>();
        Matcher variable = VARIABLE.matcher(withoutComments());
        while (variable.find()) {
            Optional<String> value = Optional.ofNullable(variable.group(2));
            found.merge(variable.group(1), value, (one, other) -> one.isPresent() ? one : other);
        }
        return found.entrySet().stream()
                .map(entry -> new Variable(entry.getKey(), entry.getValue()))
                .toList();
    }

    private String withoutComments() {
        return text.lines()
                .filter(line -> !line.stripLeading().startsWith("#"))
                .reduce("", (all, line) -> all + line + "\n");
    }

    public Filling fill(Map<String, String> given) {
        List<Problem> problems = new ArrayList<>();
        Map<String, String> values = new LinkedHashMap<>();
        for (Variable variable : variables()) {
            String value = given.getOrDefault(variable.name(), variable.value().orElse(""));
            if (!given.containsKey(variable.name()) && variable.value().isEmpty()) {
                problems.add(new Problem(
                        "", "variable " + variable.name() + " is missing: --var " + variable.name() + "=VALUE"));
            }
            values.put(variable.name(), value);
        }
        given.keySet().stream()
                .filter(name -> !values.containsKey(name))
                .forEach(name -> problems.add(new Problem(
                        "",
                        "template " + this.name + " has no variable " + name
                                + Nearest.to(name, values.keySet())
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse("; it has " + String.join(", ", values.keySet())))));
        if (text.contains(OPEN) || text.contains(CLOSE)) {
            problems.add(new Problem("", "template " + this.name + " has the character U+E000 or U+E001; take it out"));
        }
        return problems.isEmpty() ? filled(values) : new Unfilled(List.copyOf(problems));
    }

    private Filling filled(Map<String, String> values) {
        List<String> marked = new ArrayList<>();
        String withMarks = VARIABLE.matcher(text).replaceAll(variable -> {
            marked.add(variable.group(1));
            return OPEN + (marked.size() - 1) + CLOSE;
        });
        try {
            return new Filled(Yaml.parse(withMarks, new Yaml.Scalars() {
                @Override
                public Json value(String scalar, boolean plain) {
                    String value = put(scalar);
                    boolean alone = plain && MARK.matcher(scalar).matches();
                    // Nothing at all is an empty text, and not a value that is left out.
                    return (alone && !value.isEmpty()) || (plain && value.equals(scalar))
                            ? Yaml.plain(value)
                            : Json.of(value);
                }

                @Override
                public String key(String scalar) {
                    return put(scalar);
                }

                private String put(String scalar) {
                    return MARK.matcher(scalar)
                            .replaceAll(mark -> Matcher.quoteReplacement(
                                    values.getOrDefault(marked.get(Integer.parseInt(mark.group(1))), "")));
                }
            }));
        } catch (JsonException broken) {
            return new Unfilled(List.of(new Problem("", "template " + name + ": " + broken.getMessage())));
        }
    }
}
