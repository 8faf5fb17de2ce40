package host.spore.spawn.cdk.iam;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One statement of a policy document.
 *
 * @param principals as {@code Service events.amazonaws.com}; empty in a role's own policy
 * @param conditions in the order of the document
 */
public record Statement(
        String sid,
        boolean allow,
        List<String> principals,
        List<String> actions,
        List<String> resources,
        List<Condition> conditions) {
    private static final Set<String> KNOWN = Set.of("Sid", "Effect", "Principal", "Action", "Resource", "Condition");

    public static List<Statement> of(JsonObject document) {
        return document.objects("Statement").stream().map(Statement::parse).toList();
    }

    private static Statement parse(JsonObject json) {
        // NotAction, NotResource and NotPrincipal give more than they say; ours have none, and none gets in unseen.
        for (String key : json.members().keySet()) {
            if (!KNOWN.contains(key)) {
                throw new UnsupportedOperationException("statement with " + key);
            }
        }
        var conditions = new ArrayList<Condition>();
        json.optionalObject("Condition")
                .ifPresent(operators -> operators
                        .members()
                        .forEach((operator, keys) -> ((JsonObject) keys)
                                .members()
                                .forEach(
                                        (key, values) -> conditions.add(new Condition(operator, key, texts(values))))));
        var principals = json.members().get("Principal");
        return new Statement(
                json.optionalString("Sid").orElse("-"),
                switch (json.string("Effect")) {
                    case "Allow" -> true;
                    case "Deny" -> false;
                    case String other -> throw new IllegalArgumentException("effect " + other);
                },
                principals == null ? List.of() : principals(principals),
                texts(json.members().getOrDefault("Action", new JsonArray(List.of()))),
                texts(json.members().getOrDefault("Resource", new JsonArray(List.of()))),
                conditions);
    }

    private static List<String> principals(Json json) {
        return switch (json) {
            case JsonObject kinds ->
                kinds.members().entrySet().stream()
                        .flatMap(kind -> texts(kind.getValue()).stream().map(name -> kind.getKey() + " " + name))
                        .toList();
            case Json.JsonString(String everybody) -> List.of(everybody);
            default -> throw new IllegalArgumentException("principal " + json);
        };
    }

    private static List<String> texts(Json value) {
        return switch (value) {
            case JsonArray array ->
                array.items().stream().flatMap(item -> texts(item).stream()).toList();
            case Json.JsonString(String text) -> List.of(text);
            case Json.JsonBoolean(boolean bool) -> List.of(Boolean.toString(bool));
            default -> throw new IllegalArgumentException("expected text, got " + value);
        };
    }

    boolean matches(Request request) {
        return actions.stream().anyMatch(action -> Wildcards.ofAction(action).matches(request.action()))
                && resources.stream().anyMatch(resource -> matches(resource, request))
                && conditions.stream().allMatch(condition -> condition.holds(request.context()));
    }

    private static boolean matches(String resource, Request request) {
        return Wildcards.of(resource, request.context())
                .map(pattern -> pattern.matches(request.resource()))
                .orElse(false);
    }

    /** Whether any of the statements allows it and none denies it. */
    public static boolean allows(List<Statement> policy, Request request) {
        var matching =
                policy.stream().filter(statement -> statement.matches(request)).toList();
        return matching.stream().anyMatch(Statement::allow) && matching.stream().allMatch(Statement::allow);
    }
}
