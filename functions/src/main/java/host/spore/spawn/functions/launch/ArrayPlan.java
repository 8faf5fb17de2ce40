package host.spore.spawn.functions.launch;

import host.spore.spawn.events.ArrayId;
import host.spore.spawn.events.ArrayMember;
import host.spore.spawn.events.ArrayOrder;
import host.spore.spawn.events.ArrayPart;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.Instants;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.ArrayTags;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a launch's plan has more where it is for an array, or for one place of it.
 *
 * @param id see {@link ArrayId}
 * @param name of the array
 * @param size that was asked for
 * @param part which of the two
 */
record ArrayPlan(ArrayId id, Name name, int size, ArrayPart part) {
    /** A path of instance metadata, which {@code with-variables} knows. */
    static final String BY_LAUNCH = "ami-launch-index";

    static Optional<ArrayPlan> of(LaunchInstance command) {
        return Optional.ofNullable(command.array()).map(part -> switch (part) {
            case ArrayOrder order ->
                new ArrayPlan(
                        ArrayId.of(
                                command.name(),
                                command.envelope().id(),
                                command.envelope().at()),
                        command.name(),
                        order.size(),
                        order);
            case ArrayMember member -> new ArrayPlan(member.id(), member.name(), member.size(), member);
        });
    }

    /** How many this launch asks for. */
    int instances() {
        return switch (part) {
            case ArrayOrder order -> order.size();
            case ArrayMember member -> 1;
        };
    }

    /** Beside those of every launch. */
    Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>(ArrayTags.of(id, name, size));
        switch (part) {
            case ArrayOrder order -> tags.put(ArrayTags.MIN_VIABLE, Integer.toString(order.minViable()));
            case ArrayMember member -> {
                tags.put(ArrayTags.INDEX, Integer.toString(member.index()));
                tags.put(ArrayTags.TURN, Integer.toString(member.turn()));
            }
        }
        return tags;
    }

    /**
     * For the workload. All members of an array are launched with the same variables, so of the index it is said where EC2
     * tells it: what starts the workload on the instance asks there.
     *
     * @param dnsName of the array or of its member: what follows the first label is the same
     */
    Map<String, String> variables(Optional<DnsName> dnsName) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("JOB_ARRAY_ID", id.value());
        variables.put("JOB_ARRAY_NAME", name.value());
        variables.put("JOB_ARRAY_SIZE", Integer.toString(size));
        variables.put(
                "JOB_ARRAY_INDEX",
                switch (part) {
                    case ArrayOrder order -> BY_LAUNCH;
                    case ArrayMember member -> Integer.toString(member.index());
                });
        dnsName.map(DnsName::value)
                .ifPresent(full -> variables.put("JOB_ARRAY_PEERS_DOMAIN", full.substring(full.indexOf('.') + 1)));
        return variables;
    }

    void write(JsonObject.Builder plan, Map<String, String> variables) {
        plan.put("variables", variables);
        switch (part) {
            case ArrayOrder order ->
                plan.put(
                        "array",
                        JsonObject.builder()
                                .put("id", id.value())
                                .put("size", size)
                                .put("minViable", order.minViable())
                                .build());
            case ArrayMember member ->
                plan.put("membership", membership(id, member.index()))
                        .put("holder", member.after().value())
                        .put("latestDeadline", Instants.format(member.until()));
        }
    }

    /** For the row. */
    private static JsonObject membership(ArrayId id, int index) {
        return JsonObject.builder()
                .put("id", id.value())
                .put("index", Integer.toString(index))
                .build();
    }
}
