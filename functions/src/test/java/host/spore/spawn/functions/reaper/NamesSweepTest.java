package host.spore.spawn.functions.reaper;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.NamesListed;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.bus.FakeBus;
import host.spore.spawn.functions.ec2.FakeInstances;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.Views;
import host.spore.spawn.functions.lambda.FakeClock;
import host.spore.spawn.functions.lambda.FakeLambda;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesSweepTest {
    private final ReaperFakes fakes = new ReaperFakes();
    private final FakeInstances instances = fakes.instances;
    private final FakeBus bus = fakes.bus;
    private final FakeClock clock = fakes.clock;

    @Test
    void saysWhatEachNameShouldShow() {
        // Given
        instances.put(named(2).at("203.0.113.2").build());
        instances.put(named(1).at("203.0.113.1").build());
        instances.put(named(3).in(InstanceState.STOPPED).build());
        instances.put(aRunning(id(4)).due(FakeClock.START.plusSeconds(900)).build());

        // When
        sweep(true, false);

        // Then: in the order of the names, and nothing of what does not run or has no name
        assertThat(said()).singleElement().satisfies(said -> {
            assertThat(said.names())
                    .containsExactly(
                            new NamesListed.Held(id(1), name(1), "203.0.113.1", false),
                            new NamesListed.Held(id(2), name(2), "203.0.113.2", false));
            assertThat(said.after()).isNull();
            assertThat(said.upTo()).isNull();
        });
    }

    @Test
    void aNameIsSaidForEachZoneThatItBelongsIn() {
        // Given: in both, in the private one alone, and without a public address
        DnsName inside = new DnsName("demo-1.1kpqzg2c.spore.internal");
        DnsName alone = new DnsName("demo-2.1kpqzg2c.spore.internal");
        instances.put(named(1).at("203.0.113.1")
                .inside("10.0.1.1")
                .tagged("spawn:dns-private", inside.value())
                .build());
        instances.put(named(2).without("spawn:dns")
                .at(null)
                .inside("10.0.1.2")
                .tagged("spawn:dns-private", alone.value())
                .build());

        // When
        sweep(true, false);

        // Then
        assertThat(said().getFirst().names())
                .containsExactlyInAnyOrder(
                        new NamesListed.Held(id(1), name(1), "203.0.113.1", false),
                        new NamesListed.Held(id(1), inside, "10.0.1.1", true),
                        new NamesListed.Held(id(2), alone, "10.0.1.2", true));
    }

    @Test
    void nothingThatRunsIsSaidToo() {
        // When
        sweep(true, false);

        // Then: a record may be left
        assertThat(said())
                .singleElement()
                .satisfies(said -> assertThat(said.names()).isEmpty());
    }

    @Test
    void manyComeInPartsThatCoverEveryNameOnce() {
        // Given
        for (int i = 0; i < 1_001; i++) {
            instances.put(named(i).at("203.0.113.1").build());
        }

        // When
        sweep(true, false);

        // Then
        assertThat(said()).hasSize(3);
        for (int i = 0; i < 1_001; i++) {
            DnsName name = name(i);
            assertThat(said().stream().filter(part -> part.covers(name))).hasSize(1);
        }
        assertThat(said().stream().mapToInt(part -> part.names().size()).sum()).isEqualTo(1_001);
        assertThat(said().stream().filter(part -> part.covers(new DnsName("zzz.1kpqzg2c.spore.host"))))
                .hasSize(1);
    }

    @Test
    void withoutADomainAndInADryRunNothingIsSaid() {
        // When
        sweep(false, false);
        sweep(true, true);

        // Then
        assertThat(said()).isEmpty();
    }

    @Test
    void whatHasNotChangedIsSaidOnceAnHour() {
        // Given
        instances.put(named(1).at("203.0.113.1").build());
        sweep(true, false);

        // When
        clock.advance(Duration.ofMinutes(59));
        sweep(true, false);

        // Then
        assertThat(said()).hasSize(1);

        // When
        clock.advance(Duration.ofMinutes(1));
        sweep(true, false);

        // Then: somebody may have changed a record by hand
        assertThat(said()).hasSize(2);
    }

    @Test
    void whatHasChangedIsSaidAtOnce() {
        // Given
        instances.put(named(1).at("203.0.113.1").build());
        sweep(true, false);

        // When
        instances.put(named(1).at("203.0.113.2").build());
        sweep(true, false);

        // Then
        assertThat(said())
                .last()
                .satisfies(said -> assertThat(said.names())
                        .containsExactly(new NamesListed.Held(id(1), name(1), "203.0.113.2", false)));
    }

    @Test
    void whatCouldNotBeSaidIsSaidByTheNextSweep() {
        // Given
        bus.faults.failNext(1);
        assertThatThrownBy(() -> sweep(true, false)).isInstanceOf(SweepFailedException.class);

        // When
        sweep(true, false);

        // Then
        assertThat(said()).hasSize(1);
    }

    private void sweep(boolean hasNames, boolean dryRun) {
        ReaperHandler handler = hasNames ? fakes.withNames() : fakes.handler();
        new FakeLambda().invoke(handler, JsonObject.parse("{\"dryRun\":" + dryRun + "}"));
    }

    private List<NamesListed> said() {
        return bus.published.stream()
                .filter(event -> event.type().equals("NamesListed"))
                .map(event -> NamesListed.read(event.detail()))
                .toList();
    }

    private static Views named(int index) {
        return aRunning(id(index))
                .due(FakeClock.START.plusSeconds(900))
                .tagged("spawn:dns", name(index).value());
    }

    private static InstanceId id(int index) {
        return new InstanceId("i-%08x".formatted(index));
    }

    private static DnsName name(int index) {
        return new DnsName("demo-%04d.1kpqzg2c.spore.host".formatted(index));
    }
}
