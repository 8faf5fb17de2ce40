package host.spore.spawn.functions.dns;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.lambda.JsonHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hears EC2's state changes, through a queue, and keeps one A record, and beside it a TXT record with its owner, per
 * running instance and zone. Every change is a compare-and-replace or a compare-and-delete, so a late event hurts nobody.
 *
 * <p>Answers which of the messages are not taken: Lambda leaves those in the queue, and deletes the others.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">partial batch responses</a>
 */
public final class DnsHandler extends JsonHandler {
    private final Workloads workloads;
    private final List<Keeping> zones;
    private final Inbox inbox;
    private final Members members;
    private final InstantSource clock;

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
                zones(environment, clients),
                new SqsInbox(clients.sqs(), environment.required("SPAWN_STATE_CHANGES_URL")),
                Members.of(environment.list("SPAWN_WORKLOAD_ACCOUNTS")),
                InstantSource.system());
    }

    DnsHandler(Workloads workloads, List<Keeping> zones, Inbox inbox, Members members, InstantSource clock) {
        this.workloads = workloads;
        this.zones = List.copyOf(zones);
        this.inbox = inbox;
        this.members = members;
        this.clock = clock;
    }

    /** The public one, the private one, or both. */
    private static List<Keeping> zones(Environment environment, Clients clients) {
        List<Keeping> zones = new ArrayList<>();
        environment
                .optional("SPAWN_HOSTED_ZONE_ID")
                .ifPresent(id -> zones.add(new Keeping(
                        ZoneKind.PUBLIC,
                        new Route53Zone(clients.route53(), id),
                        DnsName.checkedDomain(environment.required("SPAWN_DOMAIN")))));
        environment
                .optional("SPAWN_INTERNAL_ZONE_ID")
                .ifPresent(id -> zones.add(new Keeping(
                        ZoneKind.PRIVATE,
                        new Route53Zone(clients.route53(), id),
                        DnsName.checkedDomain(environment.required("SPAWN_INTERNAL_DOMAIN")))));
        return zones;
    }

    @Override
    protected JsonObject handle(JsonObject input, Invocation invocation) {
        List<Letter> letters =
                input.objects("Records").stream().map(Letter::read).toList();
        Map<Letter, Verdict> verdicts = new Delivery(
                        workloads, zones, members, invocation.account(), clock.instant(), invocation.log())
                .work(letters);
        Map<Letter, Duration> again = new LinkedHashMap<>();
        verdicts.forEach((letter, verdict) -> {
            switch (verdict) {
                case Verdict.Done done -> {}
                case Verdict.Again(String did, Duration after) -> again.put(letter, after);
                case Verdict.Failed(String did, Duration after) -> again.put(letter, after);
            }
        });
        if (!again.isEmpty()) {
            hide(again, invocation);
        }
        return JsonObject.builder()
                .put(
                        "batchItemFailures",
                        new JsonArray(again.keySet().stream()
                                .<Json>map(letter -> JsonObject.builder()
                                        .put("itemIdentifier", letter.id())
                                        .build())
                                .toList()))
                .build();
    }

    private void hide(Map<Letter, Duration> again, Invocation invocation) {
        try {
            inbox.comeAgain(again);
        } catch (RuntimeException failure) {
            // They come all the same, after the queue's own time. Failing here would have the taken ones come too.
            invocation.log().warn("the queue's own time holds", field("reason", failure.getMessage()));
        }
    }
}
