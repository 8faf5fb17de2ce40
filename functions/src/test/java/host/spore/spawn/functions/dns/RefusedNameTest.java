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
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.ec2.Views;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A name that runs in another region stays there, and whoever asked for it is told by the instance. */
class RefusedNameTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final InstanceId OTHER = new InstanceId("i-0fedcba9876543210");
    private static final DnsName NAME = new DnsName("demo.1kpqzg2c.spore.host");
    private static final AccountId ACCOUNT = new AccountId(FakeLambda.ACCOUNT);
    private static final String ELSEWHERE = "eu-west-1";

    private final FakeWorkloads workloads = new FakeWorkloads();
    private final FakeInstances here = workloads.in(ACCOUNT, FakeLambda.REGION);
    private final FakeInstances there = workloads.in(ACCOUNT, ELSEWHERE);
    private final FakeZone zone = new FakeZone();
    private final FakeClock clock = new FakeClock();
    private final FakeLambda lambda = new FakeLambda();
    private final DnsHandler handler = new DnsHandler(
            workloads,
            List.of(new Keeping(ZoneKind.PUBLIC, zone, "spore.host")),
            new FakeInbox(),
            Members.NONE_ELSE,
            clock);

    @Test
    void theInstanceSaysWhyItsNameHasNoRecord() {
        // Given
        anotherRegionHasTheName();
        here.put(named(ID).build());

        // When
        hear("running");

        // Then
        assertThat(refused()).contains("an instance in eu-west-1 has the name");
        assertThat(zone.changes).isZero();
    }

    @Test
    void onceItHasTheNameItSaysSoNoMore() {
        // Given
        anotherRegionHasTheName();
        here.put(named(ID).build());
        hear("running");
        there.put(named(OTHER).in(InstanceState.TERMINATED).build());

        // When
        hear("running");

        // Then
        assertThat(refused()).isEmpty();
        assertThat(zone.now(NAME).areOf(owner(ID, FakeLambda.REGION))).isTrue();
    }

    @Test
    void whoStopsHasNothingRefused() {
        // Given
        anotherRegionHasTheName();
        here.put(named(ID).build());
        hear("running");

        // When
        here.put(named(ID)
                .tagged(Instances.NAME_REFUSED, "an instance in eu-west-1 has the name")
                .in(InstanceState.STOPPED)
                .build());
        hear("stopped");

        // Then
        assertThat(refused()).isEmpty();
    }

    @Test
    void aTagThatCannotBeWrittenHasTheLetterComeAgain() {
        // Given
        anotherRegionHasTheName();
        here.put(named(ID).build());
        here.faults.beforeNext(() -> here.faults.beforeNext(() -> here.faults.failNext(1)));

        // When
        JsonObject answer = hear("running");

        // Then
        assertThat(answer.objects("batchItemFailures")).hasSize(1);
        assertThat(refused()).isEmpty();
        hear("running");
        assertThat(refused()).isPresent();
    }

    private void anotherRegionHasTheName() {
        zone.put(NAME, NameRecords.of(owner(OTHER, ELSEWHERE), "203.0.113.8"));
        there.put(named(OTHER).build());
    }

    private static Owner owner(InstanceId id, String region) {
        return new Owner(id, region, Instant.parse("2026-11-23T11:00:00Z"));
    }

    private static Views named(InstanceId id) {
        return aRunning(id).tagged("spawn:dns", NAME.value());
    }

    private JsonObject hear(String state) {
        clock.advance(Duration.ofMinutes(1));
        return lambda.invoke(
                handler,
                Deliveries.of(
                        Deliveries.stateChange(ID, state, clock.instant(), FakeLambda.ACCOUNT, FakeLambda.REGION)));
    }

    private Optional<String> refused() {
        return here.now(ID).flatMap(view -> view.tag(Instances.NAME_REFUSED));
    }
}
