package host.spore.spawn.functions.launch;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.CompletionAction;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Usd;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.cost.CostTags;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.store.Breaker;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what a launch will ask EC2 for, or why it is refused. */
final class LaunchPlan {
    private LaunchPlan() {}

    /**
     * What the planner knows beside the command.
     *
     * @param account for the DNS name
     * @param living how many instances of spawn there are
     * @param candidates in the order in which they are tried
     * @param images the image for each of their architectures
     * @param remarks for people: why that order
     * @param breaker of launches like this one
     * @param now see {@link Instant}
     * @param network where it is launched
     * @param instanceProfileArn what it may do
     * @param template that fills in the rest; absent: none
     * @param settings of the deployment
     */
    record Known(
            AccountId account,
            int living,
            List<Candidate> candidates,
            Map<Architecture, String> images,
            List<String> remarks,
            Breaker breaker,
            Instant now,
            Network network,
            String instanceProfileArn,
            LaunchRequest.@Nullable TemplateVersion template,
            Settings settings) {}

    /**
     * The deployment.
     *
     * @param region see {@link String}
     * @param domains in which instances have names
     * @param ceiling how many instances may live
     * @param bootBudget after which an unheard agent fails the launch
     * @param profiles those that are always there
     * @param securityGroupIds of every instance
     * @param subnetId absent: the default VPC's
     * @param agents where user data finds spored, by architecture
     * @param capacityMemory how long one shortage is remembered
     * @param busName on which spored publishes
     * @param results where instances may store theirs
     */
    record Settings(
            String region,
            InstanceNames.Domains domains,
            int ceiling,
            Duration bootBudget,
            ProfileChoice.BuiltIn profiles,
            List<String> securityGroupIds,
            @Nullable String subnetId,
            Map<Architecture, UserData.Agent> agents,
            Duration capacityMemory,
            String busName,
            UserData.Results results) {
        Settings {
            securityGroupIds = List.copyOf(securityGroupIds);
            agents = Collections.unmodifiableMap(new EnumMap<>(agents));
        }
    }

    /** Either of the two. */
    sealed interface Decision {
        /** @param plan for the flow */
        record Planned(JsonObject plan) implements Decision {}

        /** @param reason for people */
        record Refused(String reason) implements Decision {}
    }

    static Decision decide(LaunchInstance command, Known known, String bootstrap) {
        Settings settings = known.settings();
        Optional<ArrayPlan> array = ArrayPlan.of(command);
        int wanted = array.map(ArrayPlan::instances).orElse(1);
        if (known.living() + wanted > settings.ceiling()) {
            return new Decision.Refused(known.living() + " instances are alive"
                    + (wanted > 1 ? ", " + wanted + " are asked for" : "") + ", and this deployment allows "
                    + settings.ceiling()
                    + ": terminate some (spawn terminate NAME), or raise maxInstances and deploy again");
        }
        if (settings.subnetId() != null && !command.placement().zones().isEmpty()) {
            return new Decision.Refused(
                    "--zone " + command.placement().zone() + ": this deployment launches in the subnet "
                            + settings.subnetId() + ", which lies in one zone; leave out --zone");
        }
        Optional<String> tripped = tripped(command, known);
        if (tripped.isPresent()) {
            return new Decision.Refused(tripped.get());
        }
        return switch (InstanceNames.decide(
                command.placement().dns(), command.name(), known.account(), settings.domains())) {
            case Checked.Refused<InstanceNames>(String reason) -> new Decision.Refused(reason);
            case Checked.Fine<InstanceNames>(InstanceNames names) -> planned(command, known, names, array, bootstrap);
        };
    }

    private static Decision planned(
            LaunchInstance command, Known known, InstanceNames names, Optional<ArrayPlan> array, String bootstrap) {
        Settings settings = known.settings();
        Optional<DnsName> dnsName = names.shown();
        String config = UserData.config(settings.busName(), settings.region(), command, dnsName, settings.results());
        // The keys of all agents are equally long, so what fits with one of them fits with all.
        UserData.Values values = new UserData.Values(
                settings.agents().values().iterator().next(), settings.region(), settings.busName(), config);
        Map<String, String> variables =
                array.map(part -> part.variables(dnsName)).orElse(Map.of());
        // Only to know that it fits: the attempt renders it again, so that 20 KB do not travel through every state.
        if (UserData.render(bootstrap, values, Workload.of(command.work()).with(variables))
                instanceof UserData.Rendered.TooLarge tooLarge) {
            return new Decision.Refused(tooLarge.reason());
        }
        JsonObject.Builder plan = JsonObject.builder()
                .put("commandId", command.envelope().id())
                .put("correlationId", command.envelope().correlationId())
                // LocalStack: its JSONata has no $hash, so the flow cannot make this id itself.
                .put("launchedEventId", Ids.outcomeOf(command.envelope().id(), "InstanceLaunched"))
                .put("replace", command.replace())
                .put("replaceCommandId", Ids.childOf(command.envelope().id(), 1))
                .put("keepOnError", command.keepOnError())
                .put("template", template(command, known.images()))
                .put("name", command.name().value())
                .put("owner", command.owner())
                .put("dnsName", dnsName.map(DnsName::value).orElse(null))
                .put(
                        "candidates",
                        candidates(known.candidates(), command.machine().hibernation()))
                .put("platforms", platforms(known))
                .put("remarks", known.remarks().isEmpty() ? null : JsonArray.ofStrings(known.remarks()))
                .put("spotMaxPrice", command.purchase().spotMaxPrice())
                .put(
                        "patienceSeconds",
                        command.purchase().patience() == null
                                ? 0
                                : command.purchase().patience().value().toSeconds())
                .put("bootstrap", values.toJson())
                .put("tags", tags(command, names))
                .put("keyName", command.access().keyName())
                .put("ttlSeconds", command.life().length().value().toSeconds())
                .put("instanceProfileArn", known.instanceProfileArn())
                .put(
                        "launchTemplate",
                        known.template() == null ? null : known.template().toJson())
                .put("bootBudgetSeconds", settings.bootBudget().toSeconds());
        array.ifPresent(part -> part.write(plan, variables));
        known.network().write(plan);
        Disks.of(command.volumes()).write(plan);
        return new Decision.Planned(plan.build());
    }

    /** What is the same for launches that would fail to boot in the same way. */
    static String template(LaunchInstance command, Map<Architecture, String> images) {
        return Breaker.templateOf(
                String.join("|", images.values()),
                String.join("|", command.machine().instanceTypes()),
                Objects.requireNonNullElse(command.work().userData(), ""),
                Objects.requireNonNullElse(command.work().command(), ""));
    }

    /** Whoever wants to look at the machine may, breaker or not. */
    private static Optional<String> tripped(LaunchInstance command, Known known) {
        if (command.keepOnError()) {
            return Optional.empty();
        }
        return known.breaker().openUntil(known.now()).map(until -> {
            List<Breaker.Failure> failures = known.breaker().recent(known.now());
            return failures.size() + " launches with this image ("
                    + String.join(", ", known.images().values())
                    + "), instance type, user data and command failed in a row, as their agent was not heard or not steady,"
                    + " the last at " + shown(failures.getLast().at()) + " (command "
                    + failures.getLast().commandId() + "): refused until " + shown(until)
                    + "; change what fails, or launch with --keep-on-error, which is let through, and look at the machine";
        });
    }

    private static Instant shown(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The root volume of one that can hibernate grows by the memory of its type. */
    private static JsonArray candidates(List<Candidate> ordered, boolean hibernation) {
        List<Json> candidates = new ArrayList<>();
        for (Candidate candidate : ordered) {
            candidates.add(JsonObject.builder()
                    .put("instanceType", candidate.choice().type().name())
                    .put("market", candidate.market().wire())
                    .put("zone", candidate.zone())
                    .put("architecture", candidate.choice().architecture().wire())
                    .put(
                            "hibernationGib",
                            hibernation
                                    ? Json.of(
                                            Hibernation.room(candidate.choice().type()))
                                    : null)
                    .build());
        }
        return new JsonArray(candidates);
    }

    /** By architecture, what an instance of it starts from and what it fetches. */
    private static JsonObject platforms(Known known) {
        JsonObject.Builder platforms = JsonObject.builder();
        known.images().forEach((architecture, imageId) -> {
            UserData.Agent agent =
                    Objects.requireNonNull(known.settings().agents().get(architecture), "agent");
            platforms.put(
                    architecture.wire(),
                    JsonObject.builder()
                            .put("imageId", imageId)
                            .put("sporedKey", agent.key())
                            .put("sporedSha256", agent.sha256())
                            .build());
        });
        return platforms.build();
    }

    /** All but {@code ttl} and {@code spawn:attempt}, which only the attempt knows. */
    private static Map<String, String> tags(LaunchInstance command, InstanceNames names) {
        Map<String, String> tags = new LinkedHashMap<>(command.tags().values());
        tags.put("spawn", "true");
        tags.put("Name", command.name().value());
        tags.put("owner", command.owner());
        tags.put("spawn:command", command.envelope().id());
        tags.put("spawn:correlation", command.envelope().correlationId());
        names.tag(tags);
        Optional.ofNullable(command.purchase().costLimit())
                .ifPresent(limit -> tags.put(CostTags.LIMIT, Usd.parse(limit).toString()));
        command.life()
                .watchedIdleTimeout()
                .ifPresent(timeout -> tags.put(InstanceView.IDLE_TIMEOUT_TAG, timeout.toString()));
        command.idleAction().ifPresent(action -> tags.put(InstanceView.ON_IDLE_TAG, action.wire()));
        if (command.completionAction() != CompletionAction.NONE) {
            tags.put(InstanceView.ON_COMPLETE_TAG, command.completionAction().wire());
        }
        ArrayPlan.of(command).ifPresent(array -> tags.putAll(array.tags()));
        return tags;
    }
}
