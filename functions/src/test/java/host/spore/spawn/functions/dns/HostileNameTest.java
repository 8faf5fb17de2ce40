package host.spore.spawn.functions.dns;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.testevents.Hostile;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tag says the name, and whoever may tag instances may write anything into it: a record is made of a name alone. */
class HostileNameTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final String OURS = ".1kpqzg2c.spore.host";

    private final FakeWorkloads workloads = new FakeWorkloads();
    private final FakeInstances instances = workloads.in(new AccountId(FakeLambda.ACCOUNT), FakeLambda.REGION);
    private final FakeZone zone = new FakeZone();
    private final FakeLambda lambda = new FakeLambda();
    private final DnsHandler handler = new DnsHandler(
            workloads,
            List.of(new Keeping(ZoneKind.PUBLIC, zone, "spore.host")),
            new FakeInbox(),
            Members.NONE_ELSE,
            new FakeClock());

    static List<Hostile> hostile() {
        return Hostile.all();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void noRecordIsMadeOfIt(Hostile hostile) {
        for (String tag : List.of(
                hostile.text(),
                hostile.text() + OURS,
                "demo" + hostile.text() + OURS,
                "demo." + hostile.text(),
                "demo" + OURS + hostile.text(),
                "*" + OURS,
                "demo.other" + OURS,
                "demo.cre66i9r.spore.host")) {
            if (tag.equals("demo" + OURS) || Name.ifValid(tag.replace(OURS, "")).isPresent()) {
                continue;
            }
            instances.put(aRunning(ID).tagged("spawn:dns", tag).build());

            // When
            for (String state : List.of("running", "terminated")) {
                lambda.invoke(handler, changed(state));
            }

            // Then
            assertThat(zone.changes).as(tag).isZero();
        }
        assertThat(lambda.logged()).isNotEmpty();
    }

    private static JsonObject changed(String state) {
        return Deliveries.of(Deliveries.stateChange(ID, state, FakeClock.START, FakeLambda.ACCOUNT, FakeLambda.REGION));
    }
}
