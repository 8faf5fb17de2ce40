package host.spore.spawn.functions.dns;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.ec2.NotKnownYetException;
import host.spore.spawn.functions.ec2.StateChange;
import host.spore.spawn.functions.lambda.Answers;
import host.spore.spawn.functions.lambda.BusEvent;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import host.spore.spawn.functions.lambda.Log;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hears EC2's state changes and keeps one A record, and beside it a TXT record with its owner, per running instance.
 * Every change is a compare-and-replace or a compare-and-delete, so a late event hurts nobody.
 */
public final class DnsHandler extends JsonHandler {
    private static final int TRIES = 5;

    private final Workloads workloads;
    private final Zone zone;
    private final String domain;

    /** As Lambda makes it. */
    public DnsHandler() {
        this(Environment.ofProcess());
    }

    private DnsHandler(Environment environment) {
        this(environment, new Clients(environment));
    }

    private DnsHandler(Environment environment, Clients clients) {
        this(
                new AssumedWorkloads(
                        clients,
                        environment.required("AWS_REGION"),
                        environment.optional("SPAWN_WORKLOAD_ROLE_NAME").orElse(null),
                        environment.optional("SPAWN_EXTERNAL_ID").orElse(null)),
                new Route53Zone(clients.route53(), environment.required("SPAWN_HOSTED_ZONE_ID")),
                DnsName.checkedDomain(environment.required("SPAWN_DOMAIN")));
    }

    DnsHandler(Workloads workloads, Zone zone, String domain) {
        this.workloads = workloads;
        this.zone = zone;
        this.domain = domain;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        BusEvent event = BusEvent.read(input);
        Heard heard = heard(event);
        String did = apply(heard, invocation.account(), invocation.log());
        invocation
                .log()
                .info(
                        "dns",
                        field("instanceId", heard.id()),
                        field("heard", heard.state().wire()),
                        field("did", did));
        return Answers.did(did);
    }

    private static Heard heard(BusEvent event) {
        StateChange change = StateChange.of(event)
                .orElseThrow(() -> new IllegalArgumentException("\"" + event.type() + "\": no state change"));
        return new Heard(
                change.id(),
                change.state(),
                event.time(),
                new AccountId(event.account()),
                event.region(),
                change.name());
    }

    /**
     * A state change.
     *
     * @param account whose instance it is: EventBridge's word
     * @param name that its row has, where EC2 has forgotten its tags
     */
    record Heard(
            InstanceId id, InstanceState state, Instant at, AccountId account, String region, Optional<String> name) {}

    /** @return what was done, for the log */
    String apply(Heard heard, @Nullable String ownAccount, Log log) {
        InstanceId id = heard.id();
        AccountId account = heard.account();
        Instances instances = workloads.of(account, heard.region(), ownAccount);
        Optional<InstanceView> view = instances.find(id);
        DnsDecision.Wanted wanted = DnsDecision.wanted(heard.state(), heard.at(), view);
        if (wanted instanceof DnsDecision.Wanted.Leave(String why)) {
            return "left: " + why;
        }
        if (wanted instanceof DnsDecision.Wanted.NotKnownYet(String why)) {
            // Lambda asks again in a minute, and once more in two.
            throw new NotKnownYetException(id + ": " + why);
        }
        Optional<String> tag = view.filter(InstanceView::isOurs)
                .flatMap(instance -> instance.tag("spawn:dns"))
                .or(() -> view.isEmpty() ? heard.name() : Optional.empty());
        if (tag.isEmpty()) {
            return "left: no instance of spawn with a name";
        }
        Optional<DnsName> name = DnsDecision.own(tag.get(), account, domain);
        if (name.isEmpty()) {
            log.warn(
                    "a name outside its account's domain",
                    field("instanceId", id),
                    field("name", DnsDecision.shown(tag.get())));
            return "refused: the name is not under " + account.base36() + "." + domain;
        }
        return converge(name.get(), new NameRecords.Owner(id, heard.region()), wanted, view, instances);
    }

    private String converge(
            DnsName name,
            NameRecords.Owner self,
            DnsDecision.Wanted wanted,
            Optional<InstanceView> mine,
            Instances instances) {
        for (int i = 0; i < TRIES; i++) {
            NameRecords there = zone.read(name);
            DnsDecision.Step step = wanted instanceof DnsDecision.Wanted.Present(String address)
                    ? DnsDecision.put(there, self, address)
                    : DnsDecision.remove(there, self);
            if (step instanceof DnsDecision.Step.Compare(NameRecords.Owner other)) {
                if (!other.region().equals(self.region())) {
                    return "left: the name is an instance's in " + other.region();
                }
                step = DnsDecision.contest(there, self, mine.orElseThrow(), instances.find(other.instance()));
            }
            switch (step) {
                case DnsDecision.Step.Leave(String why) -> {
                    return "left: " + why;
                }
                case DnsDecision.Step.Replace(NameRecords old, NameRecords fresh) -> {
                    if (zone.replace(name, old, fresh)) {
                        return (fresh.isEmpty() ? "removed " : "put ") + name;
                    }
                    // Somebody was quicker: read and decide again.
                }
                case DnsDecision.Step.Compare(NameRecords.Owner other) ->
                    throw new IllegalStateException("a contest ends in a decision");
            }
        }
        throw new IllegalStateException("the records of " + name + " changed " + TRIES + " times meanwhile");
    }
}
