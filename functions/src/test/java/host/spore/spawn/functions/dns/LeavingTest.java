package host.spore.spawn.functions.dns;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.CloudFormationCustomResourceEvent;
import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.NamesListed;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.dns.NameRecords.Owner;
import host.spore.spawn.functions.dns.NameRecords.ResourceRecord;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.lambda.powertools.cloudformation.Response;

/** Accounts join, and leave: by taking their workload away, or by being taken off the list. */
class LeavingTest {
    private static final AccountId MEMBER = new AccountId("222222222222");
    private static final AccountId STRANGER = new AccountId("333333333333");
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final InstanceId OTHER = new InstanceId("i-0fedcba9876543210");
    private static final Instant LAUNCHED = Instant.parse("2026-11-23T11:00:00Z");

    private final FakeWorkloads workloads = new FakeWorkloads();
    private final FakeZone zone = new FakeZone();
    private final FakeInbox inbox = new FakeInbox();
    private final FakeClock clock = new FakeClock();
    private final FakeLambda lambda = new FakeLambda();
    private final DnsHandler handler = new DnsHandler(
            workloads,
            List.of(new Keeping(ZoneKind.PUBLIC, zone, "spore.host")),
            inbox,
            Members.of(List.of(MEMBER.value(), "444444444444")),
            clock);
    private final MemberHandler members = new MemberHandler(zoneId -> zone);

    @Test
    void anAccountThatIsOnTheListHasNames() {
        // Given
        workloads
                .in(MEMBER, FakeLambda.REGION)
                .put(aRunning(ID).tagged("spawn:dns", name(MEMBER).value()).build());

        // When
        hear(state(MEMBER, "running"));

        // Then
        assertThat(zone.now(name(MEMBER))).isEqualTo(record(ID, FakeLambda.REGION, LAUNCHED));
    }

    /** It may have been in the queue when its account was taken off. */
    @Test
    void anEventOfAnAccountThatIsNotOnTheListIsTakenAndDoesNothing() {
        // Given: everything else about it is right
        workloads
                .in(STRANGER, FakeLambda.REGION)
                .put(aRunning(ID).tagged("spawn:dns", name(STRANGER).value()).build());
        zone.put(name("left", STRANGER), record(OTHER, FakeLambda.REGION, LAUNCHED));

        // When
        List<String> did = List.of(hear(state(STRANGER, "running")), hear(nothingRuns(STRANGER, FakeLambda.REGION)));

        // Then
        assertThat(did).containsOnly("refused: account 333333333333 has no names here");
        assertThat(zone.changes).isZero();
        assertThat(inbox.hidden).isEmpty();
    }

    @Test
    void anEndIsBelievedWhereTheAccountNoLongerLetsUsIn() {
        // Given: its role went with its workload, before the event was looked into
        zone.put(name(MEMBER), record(ID, FakeLambda.REGION, LAUNCHED));
        zone.put(name("other", MEMBER), record(OTHER, FakeLambda.REGION, LAUNCHED));
        workloads.close(MEMBER);

        // When
        hear(state(MEMBER, "terminated"));

        // Then: by its owner, for its tags are not to be had
        assertThat(zone.now(name(MEMBER))).isEqualTo(NameRecords.NONE);
        assertThat(zone.now(name("other", MEMBER))).isEqualTo(record(OTHER, FakeLambda.REGION, LAUNCHED));
        assertThat(inbox.hidden).isEmpty();
    }

    @Test
    void whatIsNoEndComesAgainWhileTheAccountDoesNotLetUsIn() {
        // Given: a workload may not be there yet
        zone.put(name(MEMBER), record(ID, FakeLambda.REGION, LAUNCHED));
        workloads.close(MEMBER);

        // When
        hear(state(MEMBER, "stopped"));

        // Then
        assertThat(zone.now(name(MEMBER)).isEmpty()).isFalse();
        assertThat(inbox.hidden).hasSize(1);
    }

    @Test
    void theLastListTakesAwayWhatLostEventsHaveLeftInItsRegion() {
        // Given
        NameRecords elsewhere = record(OTHER, "eu-west-1", LAUNCHED);
        NameRecords later = record(OTHER, FakeLambda.REGION, clock.instant().plusSeconds(1));
        zone.put(name(MEMBER), record(ID, FakeLambda.REGION, LAUNCHED));
        zone.put(name("elsewhere", MEMBER), elsewhere);
        zone.put(name("later", MEMBER), later);
        workloads.close(MEMBER);

        // When
        hear(nothingRuns(MEMBER, FakeLambda.REGION));

        // Then: what came back since is not of that time
        assertThat(zone.now(name(MEMBER))).isEqualTo(NameRecords.NONE);
        assertThat(zone.now(name("elsewhere", MEMBER))).isEqualTo(elsewhere);
        assertThat(zone.now(name("later", MEMBER))).isEqualTo(later);
        assertThat(inbox.hidden).isEmpty();
    }

    @Test
    void aListIsNotBelievedWhereEc2CanBeAsked() {
        // Given
        workloads
                .in(MEMBER, FakeLambda.REGION)
                .put(aRunning(ID)
                        .launchedAt(LAUNCHED)
                        .tagged("spawn:dns", name(MEMBER).value())
                        .build());
        zone.put(name(MEMBER), record(ID, FakeLambda.REGION, LAUNCHED));

        // When
        hear(nothingRuns(MEMBER, FakeLambda.REGION));

        // Then
        assertThat(zone.now(name(MEMBER))).isEqualTo(record(ID, FakeLambda.REGION, LAUNCHED));
    }

    @Test
    void whoIsTakenOffTheListLeavesNoRecordAndOthersKeepTheirs() {
        // Given
        NameRecords byHand = new NameRecords(new ResourceRecord(300, "198.51.100.1"), null);
        IntStream.range(0, 250)
                .forEach(i -> zone.put(name("demo-" + i, MEMBER), record(ID, FakeLambda.REGION, LAUNCHED)));
        zone.put(name("work-0", MEMBER), record(ID, FakeLambda.REGION, LAUNCHED).shared());
        zone.put(name("www", MEMBER), byHand);
        zone.put(name(STRANGER), record(OTHER, FakeLambda.REGION, LAUNCHED));

        // When
        Response answer = members.delete(member(MEMBER), lambda);

        // Then
        assertThat(answer.getStatus()).isEqualTo(Response.Status.SUCCESS);
        assertThat(zone.owned(MEMBER.base36() + ".spore.host")).isEmpty();
        assertThat(zone.now(name("demo-0", MEMBER))).isEqualTo(NameRecords.NONE);
        assertThat(zone.membersOf(name("work", MEMBER))).isEmpty();
        assertThat(zone.now(name("www", MEMBER))).isEqualTo(byHand);
        assertThat(zone.now(name(STRANGER)).isEmpty()).isFalse();
    }

    @Test
    void whatChangesMeanwhileIsReadAgain() {
        // Given
        zone.put(name(MEMBER), record(ID, FakeLambda.REGION, LAUNCHED));
        zone.faults.beforeNext(() -> zone.put(name(MEMBER), record(ID, FakeLambda.REGION, LAUNCHED.plusSeconds(60))));

        // When
        Response answer = members.delete(member(MEMBER), lambda);

        // Then
        assertThat(answer.getStatus()).isEqualTo(Response.Status.SUCCESS);
        assertThat(zone.now(name(MEMBER))).isEqualTo(NameRecords.NONE);
    }

    @Test
    void whoeverKeepsPuttingThemIsNamed() {
        // Given
        zone.put(name(MEMBER), record(ID, FakeLambda.REGION, LAUNCHED));
        keepsComing(1);

        // When
        Response answer = members.delete(member(MEMBER), lambda);

        // Then
        assertThat(answer.getStatus()).isEqualTo(Response.Status.FAILED);
        assertThat(answer.getReason()).contains("demo." + MEMBER.base36(), "deploy again");
    }

    private void keepsComing(int time) {
        zone.faults.beforeNext(() -> {
            zone.put(name(MEMBER), record(ID, FakeLambda.REGION, LAUNCHED.plusSeconds(time)));
            keepsComing(time + 1);
        });
    }

    @Test
    void joiningChangesNothing() {
        // Given: a stack that is updated
        zone.put(name(MEMBER), record(ID, FakeLambda.REGION, LAUNCHED));

        // When
        members.create(member(MEMBER), lambda);
        members.update(member(MEMBER), lambda);

        // Then
        assertThat(zone.changes).isZero();
    }

    private static CloudFormationCustomResourceEvent member(AccountId account) {
        CloudFormationCustomResourceEvent event = new CloudFormationCustomResourceEvent();
        event.setLogicalResourceId("Member");
        event.setResourceProperties(Map.of("Account", account.value(), "Domain", "spore.host", "HostedZoneId", "Z1"));
        return event;
    }

    private static DnsName name(AccountId account) {
        return name("demo", account);
    }

    private static DnsName name(String name, AccountId account) {
        return DnsName.of(new Name(name), account, "spore.host");
    }

    private static NameRecords record(InstanceId id, String region, Instant since) {
        return NameRecords.of(new Owner(id, region, since), "203.0.113.7");
    }

    private JsonObject state(AccountId account, String state) {
        return Deliveries.stateChange(ID, state, clock.instant(), account.value(), FakeLambda.REGION);
    }

    private JsonObject nothingRuns(AccountId account, String region) {
        Envelope envelope = Envelope.first("names-left", clock.instant());
        return JsonObject.builder()
                .put("source", "spawn.control")
                .put("detail-type", "NamesListed")
                .put("account", account.value())
                .put("region", region)
                .put("time", clock.instant().toString())
                .put("detail", new NamesListed(envelope, null, null, List.of()).toJson())
                .build();
    }

    private String hear(JsonObject event) {
        clock.advance(Duration.ofSeconds(30));
        lambda.invoke(handler, Deliveries.of(event));
        return lambda.logged().getLast().string("did");
    }
}
