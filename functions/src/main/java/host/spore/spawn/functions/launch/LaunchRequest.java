package host.spore.spawn.functions.launch;

import host.spore.spawn.events.Ids;
import host.spore.spawn.events.Market;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.cost.CostTags;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
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
 * @param disks see {@link Disks}
 * @param userData base64
 * @param tags all of them, {@code ttl} included
 * @param keyName absent: no key
 * @param instanceProfileArn see {@link String}
 * @param network see {@link Network}
 * @param template whose values count where this says nothing; absent: none
 * @param count how many
 */
record LaunchRequest(
        String commandId,
        int attempt,
        String instanceType,
        @Nullable String zone,
        Market market,
        @Nullable String spotMaxPrice,
        String imageId,
        Disks disks,
        String userData,
        Map<String, String> tags,
        @Nullable String keyName,
        String instanceProfileArn,
        Network network,
        @Nullable TemplateVersion template,
        Count count) {
    LaunchRequest {
        tags = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    /**
     * A version of a launch template, pinned: the default one may be another by the time an attempt is tried again.
     *
     * @param id see {@link String}
     * @param version see {@link String}
     */
    record TemplateVersion(String id, long version) {
        static TemplateVersion read(JsonObject from) {
            return new TemplateVersion(from.string("id"), from.integer("version"));
        }

        JsonObject toJson() {
            return JsonObject.builder().put("id", id).put("version", version).build();
        }
    }

    /**
     * How many instances one call asks for. EC2 launches as many as it can, and none if these are fewer than the least.
     *
     * @param least MinCount
     * @param most MaxCount
     */
    record Count(int least, int most) {
        static final Count ONE = new Count(1, 1);

        static Count read(JsonObject plan) {
            return plan.optionalObject("array")
                    .map(array -> new Count(
                            Math.toIntExact(array.integer("minViable")), Math.toIntExact(array.integer("size"))))
                    .orElse(ONE);
        }

        boolean isArray() {
            return most > 1;
        }
    }

    /** With the group of its door among the others. */
    LaunchRequest through(String groupId) {
        return new LaunchRequest(
                commandId,
                attempt,
                instanceType,
                zone,
                market,
                spotMaxPrice,
                imageId,
                disks,
                userData,
                tags,
                keyName,
                instanceProfileArn,
                network.through(groupId),
                template,
                count);
    }

    /**
     * Hashed, because EC2 takes 64 characters and a token cut short could be another's. The groups are part of it: a door's
     * group that was removed and made anew is another request. It cannot have been removed once an instance had it, so an
     * instance whose answer was lost is still found by its own token.
     */
    String clientToken() {
        return Ids.hash(
                commandId,
                Integer.toString(attempt),
                instanceType,
                zone == null ? "" : zone,
                market.wire(),
                network.door() == null ? "" : String.join(",", network.securityGroupIds()));
    }

    /**
     * @param input {@code {plan, userData?, command?, environment?, secrets?, candidate, attempt, retry, deadline}}
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
                Disks.read(plan, candidate),
                userData(
                        UserData.Values.read(plan.object("bootstrap")).on(platform),
                        Workload.read(input).with(plan.strings("variables")),
                        bootstrap),
                tags,
                plan.optionalString("keyName").orElse(null),
                plan.string("instanceProfileArn"),
                Network.read(plan),
                plan.optionalObject("launchTemplate").map(TemplateVersion::read).orElse(null),
                Count.read(plan));
    }

    private static String userData(UserData.Values values, Workload workload, String bootstrap) {
        return switch (UserData.render(bootstrap, values, workload)) {
            case UserData.Rendered.Fits(String base64) -> base64;
            // The plan rendered the same; only a deployment of a longer template in between can lead here.
            case UserData.Rendered.TooLarge(String reason) -> throw new IllegalStateException(reason);
        };
    }
}
