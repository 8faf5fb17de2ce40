package host.spore.spawn.functions.launch;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** {@link Profiles} in the parameters that the deployment writes, one each: a function's variables end at 4 KB in all. */
final class SsmProfiles implements Profiles {
    private static final String PREFIX = "/spawn/profiles/";

    private final SsmClient ssm;

    SsmProfiles(SsmClient ssm) {
        this.ssm = ssm;
    }

    @Override
    public Optional<Profile> named(String name) {
        try {
            return Optional.of(parse(ssm.getParameter(request -> request.name(PREFIX + name))
                    .parameter()
                    .value()));
        } catch (ParameterNotFoundException notDeclared) {
            return Optional.empty();
        }
    }

    static Profile parse(String json) {
        JsonObject profile = JsonObject.parse(json);
        return new Profile(
                profile.string("arn"),
                profile.bool("sessionManager", true),
                profile.array("secrets").stream().map(SsmProfiles::text).toList());
    }

    private static String text(Json value) {
        if (value instanceof Json.JsonString string) {
            return string.value();
        }
        throw new JsonException("/secrets: expected strings, got " + value.kind());
    }
}
