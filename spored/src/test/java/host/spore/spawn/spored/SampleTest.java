package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTest {
    private static final Sample.Limits LIMITS = Sample.Limits.of(Config.parse(""));

    @ParameterizedTest
    @CsvSource({"0, true", "59, true", "-59, true", "61, false", "21600, false", "-61, false"})
    void aTimeThatTheMonotonicClockDidNotCountIsNotIdle(long seconds, boolean idle) {
        // Given
        Instant noon = Instant.parse("2026-11-23T12:00:00Z");

        // When
        Activity activity = at(noon.plusSeconds(60 + seconds), 60_000_000_000L).since(at(noon, 0), LIMITS);

        // Then
        assertThat(activity.idle()).isEqualTo(idle);
    }

    private static Sample at(Instant at, long nanos) {
        return new Sample(
                at,
                nanos,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                List.of(),
                0,
                List.of());
    }

    @Test
    void countsWholeDisksOnce() {
        // When
        Map<String, Long> disks = Sample.disk("""
                 259       0 nvme0n1 5 0 100 0 5 0 60 0 0 0 0
                 259       1 nvme0n1p1 5 0 100 0 5 0 60 0 0 0 0
                 202       0 xvda 1 0 2 0 1 0 2 0 0 0 0
                 202       1 xvda1 1 0 2 0 1 0 2 0 0 0 0
                   7       0 loop0 9 0 9 0 9 0 9 0 0 0 0
                 253       0 dm-0 9 0 9 0 9 0 9 0 0 0 0
                """);

        // Then
        assertThat(disks).containsOnly(Map.entry("nvme0n1", 160 * 512L), Map.entry("xvda", 4 * 512L));
    }

    @Test
    void countsEveryInterfaceButTheLoop() {
        // When
        Map<String, Long> bytes = Sample.network("""
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs
                    lo: 999 1 0 0 0 0 0 0 999 1 0 0 0 0 0 0
                  enX0:1000 1 0 0 0 0 0 0 500 1 0 0 0 0 0 0
                """);

        // Then
        assertThat(bytes).containsOnly(Map.entry("enX0", 1_500L));
    }

    @Test
    void countsConnectionsToNamedPorts() {
        String tcp = """
                  sl  local_address rem_address   st
                 0: 0100007F:1F90 0100007F:9C40 01 0
                 1: 00000000:1F90 00000000:0000 0A 0
                """;

        assertThat(Sample.connections(tcp, List.of("8080"))).isEqualTo(1);
        assertThat(Sample.connections(tcp, List.of("22"))).isZero();
    }

    @Test
    void judgesByDifferences() {
        Sample before = sample(0, 1_000, 10_000, Map.of("ens5", 5_000_000L), Map.of("0", 1L), List.of());

        assertThat(sample(60, 1_010, 16_000, Map.of("ens5", 5_010_000L), Map.of("0", 1L), List.of())
                        .since(before, LIMITS)
                        .reasons())
                .isEmpty();
        assertThat(sample(60, 2_000, 11_000, Map.of("ens5", 5_000_000L), Map.of("0", 1L), List.of())
                        .since(before, LIMITS)
                        .reasons())
                .containsExactly("cpu 50 %");
        assertThat(sample(60, 900, 10_100, Map.of("ens5", 5_000_000L), Map.of("0", 1L), List.of())
                        .since(before, LIMITS)
                        .reasons())
                .containsExactly("cpu counted backwards");
        assertThat(sample(60, 1_010, 16_000, Map.of("ens5", 400_000L), Map.of("0", 2L, "1", 1L), List.of("gpu: x"))
                        .since(before, LIMITS)
                        .reasons())
                .containsExactly("unknown gpu: x", "network 400000 bytes/min", "sessions 2");
    }

    private static Sample sample(
            int second,
            long busy,
            long idle,
            Map<String, Long> network,
            Map<String, Long> terminals,
            List<String> unknown) {
        return new Sample(
                Instant.EPOCH.plusSeconds(second),
                second * 1_000_000_000L,
                Optional.of(new Sample.Cpu(busy, idle)),
                Optional.of(network),
                Optional.of(Map.of()),
                Optional.of(terminals),
                0,
                List.of(),
                0,
                unknown);
    }
}
