package host.spore.spawn.functions.launch;

import host.spore.spawn.events.Ids;
import host.spore.spawn.events.Market;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.cost.CostTags;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to get one instance: the same attempt is always the same request, byte for byte, because EC2 refuses a
 * client token that comes back with other parameters.
 *
 * @param commandId the launch
 * @param attempt from 1; rises only after a definite failure
 * @param instanceType see {@link String}
 * @param zone absent: EC2 chooses
 * @param market see {@link Market}
 * @param spotMaxPrice US dollars an hour; absent: on-demand's
 * @param imageId see {@link String}
 * @param volumeSizeGib of the root volume, without room for hibernation; absent: the image's
 * @param volumeType of the root volume; absent: the image's
 * @param hibernationGib by which the root volume grows so that it can hibernate; absent when it need not
 * @param userData base64
 * @param tags all of them, {@code ttl} included
 * @param keyName absent: no key
 * @param instanceProfileArn see {@link String}
 * @param securityGroupIds may be empty: the VPC's default
 * @param subnetId absent: the default VPC's
 */
record LaunchRequest(
        String commandId,
        int attempt,
        String instanceType,
        @Nullable String zone,
        Market market,
        @Nullable String spotMaxPrice,
        String imageId,
        @Nullable Integer volumeSizeGib,
        @Nullable String volumeType,
        @Nullable Integer hibernationGib,
        String userData,
        Map<String, String> tags,
        @Nullable String keyName,
        String instanceProfileArn,
        List<String> securityGroupIds,
        @Nullable String subnetId) {
    LaunchRequest {
        tags = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        securityGroupIds = List.copyOf(securityGroupIds);
    }

    /** Hashed, because EC2 takes 64 characters and a token cut short could be another's. */
    String clientToken() {
        return Ids.hash(commandId, Integer.toString(attempt), instanceType, zone == null ? "" : zone, market.wire());
    }

    /**
     * @param input {@code {plan, userData?, command?, candidate, attempt, retry, deadline}}
     * @param bootstrap the template of the user data
     */
    static LaunchRequest read(JsonObject input, String bootstrap) {
        JsonObject plan = input.object("plan");
        JsonObject candidate = input.object("candidate");
        // Absent in a plan that was made before this version was deployed: there is one image then, and one agent.
        Optional<JsonObject> platform = candidate
                .optionalString("architecture")
                .map(architecture -> plan.object("platforms").object(architecture));
        int attempt = Math.toIntExact(input.integer("attempt"));
        Map<String, String> tags = new LinkedHashMap<>(plan.strings("tags"));
        // Whole seconds: every reader of the tag, a shell script among them, understands those.
        Instant deadline = Instant.parse(input.string("deadline")).truncatedTo(ChronoUnit.SECONDS);
        tags.put("ttl", deadline.toString());
        tags.putAll(
                CostTags.of(LaunchCost.priceIn(candidate, null), deadline.minusSeconds(plan.integer("ttlSeconds"))));
        tags.put("spawn:attempt", Integer.toString(attempt));
        return new LaunchRequest(
                plan.string("commandId"),
                attempt,
                candidate.string("instanceType"),
                candidate.optionalString("zone").orElse(null),
                Market.parse(candidate.string("market")),
                plan.optionalString("spotMaxPrice").orElse(null),
                platform.map(own -> own.string("imageId")).orElseGet(() -> plan.string("imageId")),
                plan.optionalInteger("volumeSizeGib").map(Math::toIntExact).orElse(null),
                plan.optionalString("volumeType").orElse(null),
                candidate
                        .optionalInteger("hibernationGib")
                        .or(() -> plan.optionalInteger("hibernationGib"))
                        .map(Math::toIntExact)
                        .orElse(null),
                userData(
                        UserData.Values.read(plan.object("bootstrap")).on(platform),
                        UserData.workload(
                                input.optionalString("userData").filter(text -> !text.isEmpty()),
                                input.optionalString("command").filter(text -> !text.isEmpty())),
                        bootstrap),
                tags,
                plan.optionalString("keyName").orElse(null),
                plan.string("instanceProfileArn"),
                plan.array("securityGroupIds").stream().map(LaunchRequest::text).toList(),
                plan.optionalString("subnetId").orElse(null));
    }

    private static String userData(UserData.Values values, String workload, String bootstrap) {
        return switch (UserData.render(bootstrap, values, workload)) {
            case UserData.Rendered.Fits(String base64) -> base64;
            // The plan rendered the same; only a deployment of a longer template in between can lead here.
            case UserData.Rendered.TooLarge(String reason) -> throw new IllegalStateException(reason);
        };
    }

    private static String text(Json value) {
        if (value instanceof Json.JsonString string) {
            return string.value();
        }
        throw new JsonException("/plan/securityGroupIds: expected strings, got " + value.kind());
    }
}
