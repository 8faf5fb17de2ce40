package host.spore.spawn.cdk;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What instances may do beyond the baseline, as the deployment declares it: {@code -c profiles='{"genomics": {"policies":
 * ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"], "secrets": ["arn:aws:ssm:…"], "sessionManager": true}}'}.
 */
final class Profiles {
    /** Each is a role and two policies, and a launch names one: nobody tells more apart. */
    private static final int MOST = 20;

    private static final int MOST_SECRETS = 20;

    /** In all, with what JSON puts around them: the boundary ends at 6,144, which IAM takes for a managed policy. */
    static final int MOST_OF_SECRETS = 2_500;

    /** IAM's quota of managed policies on a role. */
    private static final int MOST_POLICIES = 10;

    private static final Set<String> KEYS = Set.of("policies", "secrets", "sessionManager");

    /** As the language has it (Access.instanceProfile). */
    private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,30}[a-z0-9])?");

    private static final Pattern POLICY =
            Pattern.compile("arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/[A-Za-z0-9+=,.@_/-]{1,512}");

    /** As the language has it (Work.secrets). */
    private static final Pattern SECRET = Pattern.compile("arn:aws[a-z-]*:(ssm:[a-z0-9-]{1,30}:[0-9]{12}:parameter/"
            + "[A-Za-z0-9_./-]{1,900}|secretsmanager:[a-z0-9-]{1,30}:[0-9]{12}:secret:[A-Za-z0-9/_+=.@!-]{1,512}-"
            + "[A-Za-z0-9]{6})");

    private Profiles() {}

    /**
     * One of them.
     *
     * @param policies ARNs of managed policies
     * @param secrets ARNs of parameters (SSM) and secrets (Secrets Manager) that it may read
     * @param sessionManager whether Session Manager reaches its instances
     */
    record Profile(List<String> policies, List<String> secrets, boolean sessionManager) {
        Profile {
            policies = List.copyOf(policies);
            secrets = List.copyOf(secrets);
        }

        List<String> secretsOf(String service) {
            return secrets.stream()
                    .filter(arn -> arn.split(":", -1)[2].equals(service))
                    .toList();
        }
    }

    /** @param context text of JSON, given with {@code -c}, or the object of {@code cdk.json}; absent: none */
    static Map<String, Profile> from(@Nullable Object context) {
        var profiles = new LinkedHashMap<String, Profile>();
        object(context).members().forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw misuse(
                        name, "a name has at most 32 lower-case letters, digits and hyphens, for example genomics");
            }
            if (!(value instanceof JsonObject profile)
                    || !KEYS.containsAll(profile.members().keySet())) {
                throw misuse(name, "use an object with policies, secrets and sessionManager, none of which is needed");
            }
            profiles.put(name, profile(name, profile));
        });
        if (profiles.size() > MOST) {
            throw new IllegalArgumentException("profiles: " + profiles.size() + " of them; at most " + MOST);
        }
        return profiles;
    }

    private static Profile profile(String name, JsonObject json) {
        try {
            var secrets = arns(name, json, "secrets", SECRET, MOST_SECRETS);
            int length = secrets.stream().mapToInt(arn -> arn.length() + 3).sum();
            if (length > MOST_OF_SECRETS) {
                throw misuse(
                        name,
                        "secrets of " + length + " characters; at most " + MOST_OF_SECRETS
                                + ": take shorter names, or a profile more");
            }
            return new Profile(
                    arns(name, json, "policies", POLICY, MOST_POLICIES), secrets, json.bool("sessionManager", true));
        } catch (JsonException wrongKind) {
            throw misuse(name, String.valueOf(wrongKind.getMessage()));
        }
    }

    private static List<String> arns(String name, JsonObject json, String key, Pattern pattern, int most) {
        var arns = new ArrayList<String>();
        for (Json item : json.array(key)) {
            if (!(item instanceof Json.JsonString(String arn))
                    || !pattern.matcher(arn).matches()) {
                throw misuse(name, key + " has " + item + "; use whole ARNs");
            }
            arns.add(arn);
        }
        if (arns.size() > most) {
            throw misuse(name, arns.size() + " " + key + "; at most " + most);
        }
        return arns;
    }

    private static JsonObject object(@Nullable Object context) {
        if (context == null || context.toString().isBlank()) {
            return JsonObject.builder().build();
        }
        try {
            return context instanceof Map<?, ?> map ? (JsonObject) json(map) : JsonObject.parse(context.toString());
        } catch (JsonException unreadable) {
            throw new IllegalArgumentException(
                    "profiles: use JSON, for example {\"genomics\": {\"policies\": []}}: " + unreadable.getMessage());
        }
    }

    /** What the command has read out of {@code cdk.json}. */
    private static Json json(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var object = JsonObject.builder();
                map.forEach((key, member) -> object.put(String.valueOf(key), json(member)));
                yield object.build();
            }
            case List<?> list ->
                new host.spore.spawn.events.json.JsonArray(
                        list.stream().map(Profiles::json).toList());
            case Boolean flag -> new Json.JsonBoolean(flag);
            case Object other -> new Json.JsonString(other.toString());
        };
    }

    private static IllegalArgumentException misuse(String name, String what) {
        return new IllegalArgumentException("profiles: \"" + name + "\": " + what);
    }
}
