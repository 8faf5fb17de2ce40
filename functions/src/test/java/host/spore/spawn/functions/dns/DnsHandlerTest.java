package host.spore.spawn.functions.dns;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.dns.NameRecords.Owner;
import host.spore.spawn.functions.dns.NameRecords.ResourceRecord;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.Views;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.testevents.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsRequest;

class DnsHandlerTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final InstanceId OTHER = new InstanceId("i-0fedcba9876543210");
    private static final DnsName NAME = new DnsName("demo.1kpqzg2c.spore.host");
    private static final AccountId ACCOUNT = new AccountId(FakeLambda.ACCOUNT);
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final Owner SELF = new Owner(ID, FakeLambda.REGION, Instant.parse("2026-11-23T11:00:00Z"));
    private static final NameRecords OURS = NameRecords.of(SELF, "203.0.113.7");
    private static final NameRecords THEIRS =
            NameRecords.of(new Owner(OTHER, FakeLambda.REGION, Instant.parse("2026-11-23T11:00:00Z")), "203.0.113.8");

    private final FakeWorkloads workloads = new FakeWorkloads();
    private final FakeInstances instances = workloads.in(ACCOUNT, FakeLambda.REGION);
    private final FakeZone zone = new FakeZone();
    private final FakeClock clock = new FakeClock();
    private final FakeInbox inbox = new FakeInbox();
    private final FakeLambda lambda = new FakeLambda();
    private final DnsHandler handler = new DnsHandler(
            workloads, List.of(new Keeping(ZoneKind.PUBLIC, zone, "spore.host")), inbox, Members.NONE_ELSE, clock);

    @Test
    void runningPutsTheAddressAndItsOwner() {
        // Given
        instances.put(named(ID).build());

        // When
        did(ID, "running");

        // Then
        assertThat(zone.now(NAME))
                .isEqualTo(new NameRecords(
                        new ResourceRecord(60, "203.0.113.7"),
                        new ResourceRecord(
                                60, "spawn instance=i-0123456789abcdef0 region=us-east-1 since=2026-11-23T11:00:00Z")));
    }

    @Test
    void aDoubledEventChangesNothing() {
        // Given
        instances.put(named(ID).build());
        did(ID, "running");

        // When
        String second = did(ID, "running");

        // Then
        assertThat(second).isEqualTo("left: it is there already");
        assertThat(zone.changes).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopping", "stopped", "shutting-down", "terminated"})
    void theEndOfRunningTakesItAway(String state) {
        // Given
        zone.put(NAME, OURS);
        instances.put(named(ID).in(InstanceState.parse(state)).build());

        // When
        did(ID, state);

        // Then
        assertThat(zone.now(NAME)).isEqualTo(NameRecords.NONE);
    }

    /** It ended seconds after its launch: EC2 told of its start, and now answers as before it. */
    @ParameterizedTest
    @ValueSource(strings = {"stopping", "stopped", "shutting-down", "terminated"})
    void theEndOfOneThatEc2DoesNotFindTakesAwayWhatItOwns(String state) {
        // Given
        DnsName theirs = new DnsName("other.1kpqzg2c.spore.host");
        zone.put(NAME, OURS);
        zone.put(theirs, THEIRS);

        // When
        did(ID, state);
        String again = did(ID, state);

        // Then
        assertThat(zone.now(NAME)).isEqualTo(NameRecords.NONE);
        assertThat(zone.now(theirs)).isEqualTo(THEIRS);
        assertThat(again).isEqualTo("left: no instance of spawn with a name");
    }

    @Test
    void aNewAddressReplacesTheOld() {
        // Given: SCENARIOS 9, stop and start change the address
        zone.put(NAME, OURS);
        instances.put(named(ID).at("203.0.113.99").build());

        // When
        did(ID, "running");

        // Then
        assertThat(zone.now(NAME)).isEqualTo(NameRecords.of(SELF, "203.0.113.99"));
    }

    @Test
    void anEndThatTheReaperSawTakesItAwayToo() {
        // Given: SCENARIOS 1, EC2's event was lost, and by now EC2 has forgotten the instance and its tags
        zone.put(NAME, OURS);

        // When
        did(observed("terminated", NAME.value()));

        // Then
        assertThat(zone.now(NAME)).isEqualTo(NameRecords.NONE);
    }

    @Test
    void noReaperTakesAwayANameOfAnotherAccountOrInstance() {
        // Given
        zone.put(NAME, THEIRS);

        // When
        did(observed("terminated", NAME.value()));
        String foreign = did(observed("terminated", "demo.zzz.spore.host"));

        // Then
        assertThat(zone.now(NAME)).isEqualTo(THEIRS);
        assertThat(foreign).startsWith("refused: the name is not under");
    }

    private static JsonObject observed(String state, String dnsName) {
        return JsonObject.parse(Sample.of("observed/InstanceObserved")
                .event()
                .toString()
                .replace("\"state\":\"terminated\"", "\"state\":\"" + state + "\"")
                .replace("i-0c5d1f2a3b4c5d6e7", ID.value())
                .replace("demo.1kpqzg2c.spore.host", dnsName));
    }

    @Test
    void aLateEndDoesNotRemoveANewerInstancesRecord() {
        // Given: SCENARIOS 10
        zone.put(NAME, THEIRS);
        instances.put(named(ID).in(InstanceState.TERMINATED).build());

        // When
        did(ID, "terminated");

        // Then
        assertThat(zone.now(NAME)).isEqualTo(THEIRS);
    }

    @Test
    void aLateRunningOfAnEndedInstanceDoesNothing() {
        // Given
        instances.put(named(ID).in(InstanceState.TERMINATED).build());

        // When
        String did = did(ID, "running");

        // Then
        assertThat(did).isEqualTo("left: it is gone already");
        assertThat(zone.now(NAME)).isEqualTo(NameRecords.NONE);
    }

    @Test
    void aLateRunningDoesNotOverwriteAYoungerInstance() {
        // Given
        zone.put(NAME, THEIRS);
        instances.put(named(ID).launchedAt(AT.minusSeconds(100)).build());
        instances.put(named(OTHER).launchedAt(AT.minusSeconds(10)).build());

        // When, Then
        assertThat(did(ID, "running")).isEqualTo("left: the name is a younger instance's");
        assertThat(zone.now(NAME)).isEqualTo(THEIRS);
    }

    @Test
    void aNewInstanceTakesTheNameOfAnEndedOne() {
        // Given: the end of the other one is still on its way
        zone.put(NAME, THEIRS);
        instances.put(named(OTHER).in(InstanceState.TERMINATED).build());
        instances.put(named(ID).build());

        // When
        did(ID, "running");

        // Then
        assertThat(zone.now(NAME)).isEqualTo(OURS);
    }

    @Test
    void aLateStopAfterANewStartDoesNothing() {
        // Given
        zone.put(NAME, OURS);
        instances.put(named(ID).launchedAt(AT.plusSeconds(30)).build());

        // When, Then
        assertThat(did(ID, "stopped")).isEqualTo("left: it has been started again since");
        assertThat(zone.now(NAME)).isEqualTo(OURS);
    }

    @Test
    void aStopThatEc2DoesNotShowYetIsBelieved() {
        // Given: the read is older than the event
        zone.put(NAME, OURS);
        instances.put(named(ID).launchedAt(AT.minusSeconds(900)).build());

        // When
        did(ID, "stopping");

        // Then
        assertThat(zone.now(NAME)).isEqualTo(NameRecords.NONE);
    }

    @Test
    void recordsThatSpawnDidNotMakeAreLeftAlone() {
        // Given
        NameRecords byHand = new NameRecords(new ResourceRecord(300, "198.51.100.1"), null);
        zone.put(NAME, byHand);
        instances.put(named(ID).build());

        // When, Then
        assertThat(did(ID, "running")).isEqualTo("refused: the name has records that spawn did not make");
        assertThat(did(ID, "terminated")).isEqualTo("left: the name is another's");
        assertThat(zone.now(NAME)).isEqualTo(byHand);
    }

    @Test
    void whoeverComesBetweenReadAndChangeIsNotOverwritten() {
        // Given
        instances.put(named(ID).launchedAt(AT.minusSeconds(100)).build());
        instances.put(named(OTHER).launchedAt(AT.minusSeconds(10)).build());
        zone.faults.beforeNext(() -> zone.put(NAME, THEIRS));

        // When
        did(ID, "running");

        // Then
        assertThat(zone.now(NAME)).isEqualTo(THEIRS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo.someone.spore.host",
                "demo.1kpqzg2c.example.com",
                "demo.sub.1kpqzg2c.spore.host",
                "1kpqzg2c.spore.host",
                "*.1kpqzg2c.spore.host",
                "DEMO.1kpqzg2c.spore.host",
                ".1kpqzg2c.spore.host",
                "demo",
            })
    void aNameOutsideTheAccountsOwnDomainIsRefused(String tag) {
        // Given: the tag is the account's to write
        instances.put(aRunning(ID).tagged("spawn:dns", tag).build());

        // When, Then
        assertThat(did(ID, "running")).isEqualTo("refused: the name is not under 1kpqzg2c.spore.host");
    }

    @Test
    void anAddressThatEc2DoesNotTellYetIsAskedForAgain() {
        // Given: SCENARIOS 8
        instances.put(named(ID).in(InstanceState.PENDING).build());

        // When
        String unaddressed = did(ID, "running");
        instances.hide(ID);
        String hiddenStill = did(ID, "running");

        // Then
        assertThat(unaddressed).isEqualTo(ID + ": EC2 does not report its address yet");
        assertThat(hiddenStill).isEqualTo(ID + ": EC2 does not find the instance yet");
        assertThat(inbox.hidden.values()).containsOnly(Duration.ofSeconds(1));
    }

    @Test
    void instancesOfOthersHaveNoNameHere() {
        // Given
        instances.put(named(ID).without("spawn").build());

        // When, Then
        assertThat(did(ID, "running")).isEqualTo("left: no instance of spawn with a name");
    }

    @Test
    void aChangeIsOneBatchOfExactDeletesAndCreates() {
        // Given
        Route53Zone route53 = new Route53Zone(
                new Route53Client() {
                    @Override
                    public String serviceName() {
                        return "route53";
                    }

                    @Override
                    public void close() {}
                },
                "Z1");

        // When
        ChangeResourceRecordSetsRequest request = route53.request(List.of(new Zone.Replacement(NAME, OURS, THEIRS)));

        // Then
        assertThat(request.hostedZoneId()).isEqualTo("Z1");
        assertThat(request.changeBatch().changes().stream().map(DnsHandlerTest::shown))
                .containsExactly(
                        "DELETE demo.1kpqzg2c.spore.host. A 60 203.0.113.7",
                        "DELETE demo.1kpqzg2c.spore.host. TXT 60 \"spawn instance=i-0123456789abcdef0 region=us-east-1 since=2026-11-23T11:00:00Z\"",
                        "CREATE demo.1kpqzg2c.spore.host. A 60 203.0.113.8",
                        "CREATE demo.1kpqzg2c.spore.host. TXT 60 \"spawn instance=i-0fedcba9876543210 region=us-east-1 since=2026-11-23T11:00:00Z\"");
    }

    private static String shown(Change change) {
        var set = change.resourceRecordSet();
        return change.actionAsString() + " " + set.name() + " " + set.typeAsString() + " " + set.ttl() + " "
                + set.resourceRecords().getFirst().value();
    }

    private static Views named(InstanceId id) {
        return aRunning(id).tagged("spawn:dns", NAME.value());
    }

    private String did(InstanceId id, String state) {
        return did(event(id, state));
    }

    /** What the log says of one event that comes alone. */
    private String did(JsonObject event) {
        lambda.invoke(handler, Deliveries.of(event));
        return lambda.logged().getLast().string("did");
    }

    private static JsonObject event(InstanceId id, String state) {
        return Deliveries.stateChange(id, state, AT, FakeLambda.ACCOUNT, FakeLambda.REGION);
    }
}
