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
import org.junit.jupiter.api.Test;

/** A private zone beside the public one: the same names, other addresses. */
class PrivateZoneTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final InstanceId OTHER = new InstanceId("i-0fedcba9876543210");
    private static final AccountId ACCOUNT = new AccountId(FakeLambda.ACCOUNT);
    private static final DnsName OUTSIDE = new DnsName("demo.1kpqzg2c.spore.host");
    private static final DnsName INSIDE = new DnsName("demo.1kpqzg2c.spore.internal");
    private static final Instant LAUNCHED = Instant.parse("2026-11-23T11:00:00Z");

    private final FakeWorkloads workloads = new FakeWorkloads();
    private final FakeInstances instances = workloads.in(ACCOUNT, FakeLambda.REGION);
    private final FakeZone outside = new FakeZone();
    private final FakeZone inside = new FakeZone();
    private final FakeClock clock = new FakeClock();
    private final FakeInbox inbox = new FakeInbox();
    private final FakeLambda lambda = new FakeLambda();
    private final DnsHandler handler = new DnsHandler(
            workloads,
            List.of(
                    new Keeping(ZoneKind.PUBLIC, outside, "spore.host"),
                    new Keeping(ZoneKind.PRIVATE, inside, "spore.internal")),
            inbox,
            Members.NONE_ELSE,
            clock);

    @Test
    void eachZoneShowsItsOwnAddress() {
        // Given
        instances.put(inBoth(ID).build());

        // When
        hear("running");

        // Then
        assertThat(outside.now(OUTSIDE)).isEqualTo(record(ID, "203.0.113.7"));
        assertThat(inside.now(INSIDE)).isEqualTo(record(ID, "10.0.1.7"));
    }

    @Test
    void aZoneThatItHasNoNameInIsNotEvenAsked() {
        // Given
        instances.put(inBoth(ID).without("spawn:dns-private").build());

        // When
        hear("running");

        // Then
        assertThat(outside.now(OUTSIDE)).isEqualTo(record(ID, "203.0.113.7"));
        assertThat(inside.calls).isZero();
    }

    @Test
    void withoutAPublicAddressThereIsAPrivateOneStill() {
        // Given
        instances.put(inBoth(ID).without("spawn:dns").at(null).build());

        // When
        hear("running");

        // Then
        assertThat(inside.now(INSIDE)).isEqualTo(record(ID, "10.0.1.7"));
        assertThat(outside.changes).isZero();
    }

    /** It keeps its private address while it is stopped, and is not to be reached there. */
    @Test
    void whatStopsHasNoRecordInEither() {
        // Given
        outside.put(OUTSIDE, record(ID, "203.0.113.7"));
        inside.put(INSIDE, record(ID, "10.0.1.7"));
        instances.put(inBoth(ID).in(InstanceState.STOPPED).build());

        // When
        hear("stopped");

        // Then
        assertThat(outside.now(OUTSIDE)).isEqualTo(NameRecords.NONE);
        assertThat(inside.now(INSIDE)).isEqualTo(NameRecords.NONE);
    }

    @Test
    void whatFailsInOneZoneIsDoneInTheOtherAndComesAgain() {
        // Given
        instances.put(inBoth(ID).build());
        inside.faults.failNext(1);

        // When
        JsonObject answer = hear("running");
        hear("running");

        // Then
        assertThat(answer.objects("batchItemFailures")).hasSize(1);
        assertThat(outside.changes).isEqualTo(1);
        assertThat(inside.now(INSIDE)).isEqualTo(record(ID, "10.0.1.7"));
    }

    /** The one zone's second look must not be lost to the other's haste: two looks in one letter are one. */
    @Test
    void theLaterOfBothSaysWhenItComesAgain() {
        // Given: the private address is known from the beginning, the public one is not told yet
        instances.put(inBoth(ID).in(InstanceState.PENDING).build());

        // When
        hear("running");

        // Then
        assertThat(inside.now(INSIDE)).isEqualTo(record(ID, "10.0.1.7"));
        assertThat(inbox.hidden.values()).containsExactly(DnsDecision.SETTLES_AFTER);
    }

    /** One tag holds one reason: that of the zone that more can see. */
    @Test
    void aNameThatIsRefusedOutsideIsToldAndTheOtherZoneDoesNotTakeThatBack() {
        // Given
        outside.put(OUTSIDE, NameRecords.of(new Owner(OTHER, "eu-west-1", LAUNCHED), "203.0.113.8"));
        workloads.in(ACCOUNT, "eu-west-1").put(inBoth(OTHER).build());
        instances.put(inBoth(ID).build());

        // When
        hear("running");
        hear("running");

        // Then
        assertThat(instances.now(ID).flatMap(view -> view.tag(Instances.NAME_REFUSED)))
                .contains("an instance in eu-west-1 has the name");
        assertThat(inside.now(INSIDE)).isEqualTo(record(ID, "10.0.1.7"));
    }

    @Test
    void aNameThatIsRefusedInsideIsToldByThatZoneWhereThereIsNoOther() {
        // Given
        inside.put(INSIDE, NameRecords.of(new Owner(OTHER, "eu-west-1", LAUNCHED), "10.0.1.8"));
        workloads.in(ACCOUNT, "eu-west-1").put(inBoth(OTHER).build());
        instances.put(inBoth(ID).without("spawn:dns").build());

        // When
        hear("running");

        // Then
        assertThat(instances.now(ID).flatMap(view -> view.tag(Instances.NAME_REFUSED)))
                .contains("an instance in eu-west-1 has the name");
    }

    private static Views inBoth(InstanceId id) {
        return aRunning(id)
                .launchedAt(LAUNCHED)
                .tagged("spawn:dns", OUTSIDE.value())
                .tagged("spawn:dns-private", INSIDE.value());
    }

    private static NameRecords record(InstanceId id, String address) {
        return NameRecords.of(new Owner(id, FakeLambda.REGION, LAUNCHED), address);
    }

    private JsonObject hear(String state) {
        clock.advance(Duration.ofMinutes(1));
        return lambda.invoke(
                handler,
                Deliveries.of(
                        Deliveries.stateChange(ID, state, clock.instant(), FakeLambda.ACCOUNT, FakeLambda.REGION)));
    }
}
