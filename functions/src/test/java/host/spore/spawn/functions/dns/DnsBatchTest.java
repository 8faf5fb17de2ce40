package host.spore.spawn.functions.dns;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.dns.NameRecords.Owner;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several events in one delivery. */
class DnsBatchTest {
    private static final AccountId ACCOUNT = new AccountId(FakeLambda.ACCOUNT);
    private static final Instant LAUNCHED = Instant.parse("2026-11-23T11:00:00Z");

    private final FakeWorkloads workloads = new FakeWorkloads();
    private final FakeInstances instances = workloads.in(ACCOUNT, FakeLambda.REGION);
    private final FakeZone zone = new FakeZone();
    private final FakeClock clock = new FakeClock();
    private final FakeInbox inbox = new FakeInbox();
    private final FakeLambda lambda = new FakeLambda();
    private final DnsHandler handler = new DnsHandler(
            workloads, List.of(new Keeping(ZoneKind.PUBLIC, zone, "spore.host")), inbox, Members.NONE_ELSE, clock);

    @Test
    void allNamesOfABatchAreOneReadAndOneChange() {
        // Given
        IntStream.range(0, 10).forEach(this::runs);

        // When
        deliver(events(0, 10, "running"));

        // Then
        assertThat(zone.calls).isEqualTo(2);
        assertThat(IntStream.range(0, 10).mapToObj(i -> zone.now(name(i)))).containsExactlyElementsOf(records(0, 10));
    }

    @Test
    void whatCannotBeReadHoldsNoOther() {
        // Given: SCENARIOS, "a poison message must not block its batch"
        runs(0);

        // When
        List<String> kept = deliver("no JSON", event(0, "running"), "{}", event(1, "on fire"));

        // Then
        assertThat(zone.now(name(0))).isEqualTo(record(0));
        assertThat(kept).containsExactly("m0", "m1", "m2", "m3");
        assertThat(after("m1")).isEqualTo(DnsDecision.SETTLES_AFTER);
        assertThat(after("m0")).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whoeverComesBetweenHoldsNoOther() {
        // Given: the batch is refused as a whole, because one of its names has changed meanwhile
        IntStream.range(0, 8).forEach(this::runs);
        NameRecords byHand = new NameRecords(new NameRecords.ResourceRecord(300, "198.51.100.1"), null);
        zone.faults.beforeNext(() -> zone.put(name(5), byHand));

        // When
        List<String> kept = deliver(events(0, 8, "running"));

        // Then: halves, quarters, eighths; the stale one is read again and left
        assertThat(zone.now(name(5))).isEqualTo(byHand);
        assertThat(IntStream.range(0, 8).filter(i -> i != 5).mapToObj(i -> zone.now(name(i))))
                .containsExactlyElementsOf(IntStream.range(0, 8)
                        .filter(i -> i != 5)
                        .mapToObj(DnsBatchTest::record)
                        .toList());
        assertThat(zone.calls).isEqualTo(1 + 7 + 1);
        assertThat(kept).hasSize(8);
    }

    @Test
    void throttledIsTriedAgainLaterAndNotTaken() {
        // Given
        runs(0);
        zone.faults.failNext(1);

        // When
        List<String> kept = deliver(event(0, "running"));
        List<String> later = deliver(event(0, "running"));

        // Then
        assertThat(kept).containsExactly("m0");
        assertThat(later).containsExactly("m0");
        assertThat(zone.now(name(0))).isEqualTo(record(0));
        assertThat(after("m0")).isEqualTo(DnsDecision.SETTLES_AFTER);
    }

    @Test
    void whatFailsComesLaterAndLaterUpToSomeMinutes() {
        assertThat(IntStream.of(1, 2, 5, 40)
                        .mapToObj(deliveries -> new Letter("m", "r", deliveries, "")
                                .pause(Duration.ofMinutes(2))
                                .toSeconds()))
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo(1),
                        second -> assertThat(second).isEqualTo(2),
                        fifth -> assertThat(fifth).isBetween(16L, 23L),
                        last -> assertThat(last).isBetween(120L, 179L));
    }

    @Test
    void aChangeWhoseAnswerWasLostIsLookedIntoAgain() {
        // Given: the deed was done, and whoever tries again finds it there already
        runs(0);
        zone.faults.loseNextReply();

        // When
        List<String> kept = deliver(event(0, "running"));

        // Then
        assertThat(kept).containsExactly("m0");
        assertThat(after("m0")).isEqualTo(DnsDecision.SETTLES_AFTER);
    }

    @Test
    void twoEventsOfOneNameComeOutAsIfEachHadComeAlone() {
        // Given: an older instance has ended, and a newer one runs under its name
        InstanceId older = id(100);
        instances.put(aRunning(older)
                .in(InstanceState.TERMINATED)
                .tagged("spawn:dns", name(0).value())
                .build());
        zone.put(name(0), NameRecords.of(new Owner(older, FakeLambda.REGION, LAUNCHED), "203.0.113.9"));
        runs(0);

        // When: the end comes after the beginning, in one delivery
        List<String> kept = deliver(event(0, "running"), event(older, "terminated"), event(0, "running"));

        // Then
        assertThat(zone.now(name(0))).isEqualTo(record(0));
        assertThat(zone.changes).isEqualTo(1);
        assertThat(kept).containsExactly("m0", "m2");
    }

    @Test
    void startAndStopInOneBatchLeaveNothing() {
        // Given: EC2's read is older than both
        runs(0);

        // When
        deliver(event(0, "stopping"), event(0, "running"));

        // Then
        assertThat(zone.now(name(0))).isEqualTo(NameRecords.NONE);
    }

    @Test
    void anAddressThatEc2ToldTooLateIsTakenAwayWhenItIsLookedIntoAgain() {
        // Given: a late "running" of an instance that has stopped, which EC2 does not show yet
        runs(0);
        deliver(event(0, "running"));
        instances.put(aRunning(id(0))
                .in(InstanceState.STOPPED)
                .launchedAt(LAUNCHED)
                .tagged("spawn:dns", name(0).value())
                .build());

        // When
        clock.advance(DnsDecision.SETTLES_AFTER);
        deliver(event(0, "running"));

        // Then
        assertThat(zone.now(name(0))).isEqualTo(NameRecords.NONE);
    }

    @Test
    void whatIsThereAndWhatHasEndedIsTaken() {
        // Given
        runs(0);
        zone.put(name(0), record(0));
        instances.put(aRunning(id(1))
                .in(InstanceState.TERMINATED)
                .tagged("spawn:dns", name(1).value())
                .build());
        zone.put(name(1), record(1));

        // When, Then
        assertThat(deliver(event(0, "running"), event(1, "terminated"))).isEmpty();
        assertThat(inbox.hidden).isEmpty();
    }

    @Test
    void aQueueThatHidesNothingLosesNothing() {
        // Given
        runs(0);
        DnsHandler alone = new DnsHandler(
                workloads,
                List.of(new Keeping(ZoneKind.PUBLIC, zone, "spore.host")),
                letters -> {
                    throw new IllegalStateException("down");
                },
                Members.NONE_ELSE,
                clock);

        // When
        JsonObject answer = lambda.invoke(alone, Deliveries.of(event(0, "running")));

        // Then
        assertThat(answer.objects("batchItemFailures")).hasSize(1);
        assertThat(zone.now(name(0))).isEqualTo(record(0));
    }

    /** As SQS delivers a burst: ten at a time, and what is not taken again. One call in ten is throttled. */
    @Test
    void aBurstOfAThousandLosesNothingAndNeedsFewCalls() {
        // Given
        int burst = 1_000;
        List<String> waiting = new ArrayList<>();
        for (int i = 0; i < burst; i++) {
            runs(i);
            waiting.add(event(i, "running"));
        }
        int deliveries = 0;

        // When
        while (!waiting.isEmpty()) {
            List<String> some = List.copyOf(waiting.subList(0, Math.min(10, waiting.size())));
            waiting.subList(0, some.size()).clear();
            if (deliveries++ % 10 == 3) {
                zone.faults.failNext(1);
            }
            deliver(some.toArray(String[]::new))
                    .forEach(id -> waiting.add(some.get(Integer.parseInt(id.substring(1)))));
        }

        // Then: once to put them and once to see that they stay
        assertThat(IntStream.range(0, burst).mapToObj(i -> zone.now(name(i))))
                .containsExactlyElementsOf(records(0, burst));
        assertThat(zone.calls).isLessThanOrEqualTo(400);
    }

    private void runs(int index) {
        instances.put(aRunning(id(index))
                .at(address(index))
                .launchedAt(LAUNCHED)
                .tagged("spawn:dns", name(index).value())
                .build());
    }

    private static String address(int index) {
        return "203.0." + index / 250 + "." + index % 250;
    }

    private static InstanceId id(int index) {
        return new InstanceId("i-%08x".formatted(index));
    }

    private static DnsName name(int index) {
        return new DnsName("demo-" + index + ".1kpqzg2c.spore.host");
    }

    private static NameRecords record(int index) {
        return NameRecords.of(new Owner(id(index), FakeLambda.REGION, LAUNCHED), address(index));
    }

    private static List<NameRecords> records(int from, int to) {
        return IntStream.range(from, to).mapToObj(DnsBatchTest::record).toList();
    }

    private static String[] events(int from, int to, String state) {
        return IntStream.range(from, to).mapToObj(i -> event(i, state)).toArray(String[]::new);
    }

    private static String event(int index, String state) {
        return event(id(index), state);
    }

    private static String event(InstanceId id, String state) {
        return Deliveries.stateChange(id, state, FakeClock.START, FakeLambda.ACCOUNT, FakeLambda.REGION)
                .toString();
    }

    /** @return the messages that are not taken */
    private List<String> deliver(String... bodies) {
        return lambda.invoke(handler, Deliveries.of(bodies)).objects("batchItemFailures").stream()
                .map(item -> item.string("itemIdentifier"))
                .toList();
    }

    private Duration after(String message) {
        return inbox.hidden.entrySet().stream()
                .filter(entry -> entry.getKey().id().equals(message))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }
}
