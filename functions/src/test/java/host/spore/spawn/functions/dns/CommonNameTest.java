package host.spore.spawn.functions.dns;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.dns.NameRecords.Owner;
import host.spore.spawn.functions.ec2.ArrayTags;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.ec2.Views;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The name that the members of an array share: DESIGN 7. */
class CommonNameTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final InstanceId OTHER = new InstanceId("i-0fedcba9876543210");
    private static final AccountId ACCOUNT = new AccountId(FakeLambda.ACCOUNT);
    private static final DnsName COMMON = new DnsName("work.1kpqzg2c.spore.host");

    private final FakeWorkloads workloads = new FakeWorkloads();
    private final FakeInstances instances = workloads.in(ACCOUNT, FakeLambda.REGION);
    private final FakeZone zone = new FakeZone();
    private final FakeClock clock = new FakeClock();
    private final FakeLambda lambda = new FakeLambda();
    private final DnsHandler handler = new DnsHandler(
            workloads,
            List.of(new Keeping(ZoneKind.PUBLIC, zone, "spore.host")),
            new FakeInbox(),
            Members.NONE_ELSE,
            clock);

    @ParameterizedTest
    @CsvSource({
        "work-0.1kpqzg2c.spore.host, work.1kpqzg2c.spore.host, work-0",
        "work-99.1kpqzg2c.spore.host, work.1kpqzg2c.spore.host, work-99",
        "my-work-7.1kpqzg2c.spore.host, my-work.1kpqzg2c.spore.host, my-work-7"
    })
    void followsFromAMembersOwn(String own, String common, String identifier) {
        assertThat(CommonName.of(new DnsName(own))).contains(new CommonName(new DnsName(common), identifier));
    }

    /** Route 53 has room for 100 under one name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "work.1kpqzg2c.spore.host",
                "work-100.1kpqzg2c.spore.host",
                "work-07.1kpqzg2c.spore.host",
                "-7.1kpqzg2c.spore.host",
                "work-7"
            })
    void noOtherNameHasOne(String own) {
        assertThat(CommonName.of(new DnsName(own))).isEmpty();
    }

    @Test
    void showsWhoRunsAndNobodyElse() {
        // Given
        instances.put(member(ID, 0).build());
        instances.put(member(OTHER, 1).at("203.0.113.8").build());
        hear(ID, "running");
        hear(OTHER, "running");
        Map<String, String> both = zone.membersOf(COMMON);

        // When
        instances.put(member(ID, 0).in(InstanceState.STOPPED).build());
        hear(ID, "stopped");

        // Then
        assertThat(both).isEqualTo(Map.of("work-0", "203.0.113.7", "work-1", "203.0.113.8"));
        assertThat(zone.membersOf(COMMON)).isEqualTo(Map.of("work-1", "203.0.113.8"));
    }

    /** SCENARIOS 9: in one batch with its own, so that there is no moment between. */
    @Test
    void aNewAddressComesWithTheMembersOwn() {
        // Given
        instances.put(member(ID, 0).build());
        hear(ID, "running");

        // When
        instances.put(
                member(ID, 0).at("203.0.113.99").launchedAt(clock.instant()).build());
        hear(ID, "running");

        // Then
        assertThat(zone.membersOf(COMMON)).isEqualTo(Map.of("work-0", "203.0.113.99"));
        assertThat(zone.changes).isEqualTo(2);
    }

    @Test
    void whoIsOnlyCalledSoHasNoPartInIt() {
        // Given
        instances.put(member(ID, 0).without(ArrayTags.NAME).build());

        // When
        hear(ID, "running");

        // Then
        assertThat(zone.now(name(0)).address()).isNotNull();
        assertThat(zone.membersOf(COMMON)).isEmpty();
    }

    /** And keeps nobody else from a record: Route 53 would refuse the whole batch. */
    @Test
    void whoIsBeyondThe100thHasItsOwnNameAlone() {
        // Given
        instances.put(member(ID, 100).build());

        // When
        hear(ID, "running");

        // Then
        assertThat(zone.now(name(100))).isEqualTo(record());
        assertThat(zone.membersOf(COMMON)).isEmpty();
    }

    @Test
    void whereAnInstanceHasTheNameTheMembersHaveTheirOwnStill() {
        // Given
        zone.put(COMMON, NameRecords.of(owner(OTHER), "203.0.113.8"));
        instances.put(member(ID, 0).build());

        // When
        hear(ID, "running");

        // Then
        assertThat(zone.now(name(0)).readOwner()).map(Owner::instance).contains(ID);
        assertThat(zone.now(COMMON).readOwner()).map(Owner::instance).contains(OTHER);
        assertThat(hear(ID, "running")).isEqualTo("left: it is there already");
    }

    @Test
    void anInstanceThatIsCalledLikeAnArrayIsToldSo() {
        // Given
        instances.put(member(OTHER, 0).build());
        hear(OTHER, "running");
        instances.put(aRunning(ID).tagged("spawn:dns", COMMON.value()).build());

        // When
        hear(ID, "running");

        // Then
        assertThat(instances.now(ID).flatMap(view -> view.tag(Instances.NAME_REFUSED)))
                .contains("the members of an array share the name");
        assertThat(zone.membersOf(COMMON)).hasSize(1);
    }

    /** Somebody removed a member's own records by hand. */
    @Test
    void whatIsLeftUnderItAloneGoesWithTheNextEvent() {
        // Given
        instances.put(member(ID, 0).in(InstanceState.STOPPED).build());
        zone.put(name(0), new NameRecords(null, null, record().shared().common()));

        // When
        hear(ID, "stopped");

        // Then
        assertThat(zone.membersOf(COMMON)).isEmpty();
    }

    @Test
    void whatWasRemovedByHandIsMended() {
        // Given
        instances.put(member(ID, 0).build());
        zone.put(name(0), record());

        // When
        hear(ID, "running");

        // Then
        assertThat(zone.membersOf(COMMON)).isEqualTo(Map.of("work-0", "203.0.113.7"));
    }

    /** SCENARIOS 10: the name is another instance's now, and so is what stands under the common one. */
    @Test
    void whoWasReplacedTakesNothingAway() {
        // Given
        instances.put(member(OTHER, 0).at("203.0.113.8").build());
        hear(OTHER, "running");
        instances.put(member(ID, 0).in(InstanceState.TERMINATED).build());

        // When
        hear(ID, "terminated");

        // Then
        assertThat(zone.membersOf(COMMON)).isEqualTo(Map.of("work-0", "203.0.113.8"));
    }

    private static NameRecords record() {
        return NameRecords.of(owner(ID), "203.0.113.7");
    }

    private static Owner owner(InstanceId id) {
        return new Owner(id, FakeLambda.REGION, Instant.parse("2026-11-23T11:00:00Z"));
    }

    private static DnsName name(int index) {
        return new DnsName("work-" + index + ".1kpqzg2c.spore.host");
    }

    private static Views member(InstanceId id, int index) {
        return aRunning(id).tagged("spawn:dns", name(index).value()).tagged(ArrayTags.NAME, "work");
    }

    private String hear(InstanceId id, String state) {
        clock.advance(Duration.ofMinutes(1));
        lambda.invoke(
                handler,
                Deliveries.of(
                        Deliveries.stateChange(id, state, clock.instant(), FakeLambda.ACCOUNT, FakeLambda.REGION)));
        return lambda.logged().getLast().string("did");
    }
}
