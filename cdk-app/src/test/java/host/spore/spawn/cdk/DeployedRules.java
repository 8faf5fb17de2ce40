package host.spore.spawn.cdk;

import host.spore.spawn.events.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The rules that hear events, as they are deployed. */
final class DeployedRules {
    private DeployedRules() {}

    /** By name; a schedule has no pattern, and is none of them. */
    static Map<String, JsonObject> of(String account) {
        var rules = new LinkedHashMap<String, JsonObject>();
        templates()
                .forEach(template -> template.all("AWS::Events::Rule")
                        .map(new Resolver(template, account, "us-east-1")::properties)
                        .filter(rule -> rule.has("EventPattern"))
                        .forEach(rule -> rules.put(rule.string("Name"), rule)));
        return rules;
    }

    static String pattern(JsonObject rule) {
        return rule.object("EventPattern").toString();
    }

    static Stream<Template> templates() {
        return Stream.of(Synthesis.workload(), Synthesis.infrastructure());
    }
}
