package host.spore.spawn.functions.store;

import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.ec2.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LivedTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // what was heard, at which second of its life | looked at | ran for
                "''                                                    | 500  | 500",
                // EC2 bills a minute at least, for each start
                "''                                                    | 7    | 60",
                "RUNNING 5                                             | 500  | 500",
                "RUNNING 5, STOPPING 100, STOPPED 130                  | 1000 | 130",
                "RUNNING 5, STOPPING 100                               | 110  | 110",
                "RUNNING 5, STOPPED 130, PENDING 1000, RUNNING 1010    | 1300 | 430",
                "RUNNING 5, STOPPED 130, PENDING 1000, STOPPED 1010    | 1300 | 190",
                // the events of the start were lost, but EC2 tells when that was
                "STOPPED 130, PENDING 1000                             | 1300 | 430",
                // those of the stop were, so the later sight counts: too much rather than too little
                "STOPPED 190                                           | 1000 | 190",
                "SHUTTING_DOWN 100, TERMINATED 130                     | 1000 | 100",
                "TERMINATED 130                                        | 1000 | 130",
                // nothing runs after its end, whatever is heard
                "SHUTTING_DOWN 100, RUNNING 120, TERMINATED 130        | 1000 | 100",
                // what comes after the moment that is looked at is not yet
                "STOPPED 130, PENDING 1000                             | 900  | 130",
            })
    void paidForIsWhatRan(String heard, long lookedAt, long ran) {
        // Given
        InstanceRow row = born(parse(heard));

        // When
        Duration paid = Lived.of(row).ran(START.plusSeconds(lookedAt));

        // Then
        assertThat(paid).isEqualTo(Duration.ofSeconds(ran));
    }

    @Property
    void neitherOrderNorRepetitionMatters(
            @ForAll("observations") @Size(max = 10) List<Observation> seen,
            @ForAll Random random,
            @ForAll @IntRange(max = 2_000) int lookedAt) {
        List<Observation> disordered = new ArrayList<>();
        seen.forEach(one -> disordered.addAll(Collections.nCopies(1 + random.nextInt(3), one)));
        Collections.shuffle(disordered, random);

        assertThat(Lived.of(born(disordered))).isEqualTo(Lived.of(born(seen)));
        assertThat(Lived.of(born(disordered)).ran(START.plusSeconds(lookedAt)))
                .isEqualTo(Lived.of(born(seen)).ran(START.plusSeconds(lookedAt)));
    }

    @Property
    void itNeverFallsAndIsNeverMoreThanTimeAndTheStartsMinutes(
            @ForAll("observations") @Size(max = 10) List<Observation> seen, @ForAll @IntRange(max = 2_000) int at) {
        Lived lived = Lived.of(born(seen));

        Duration before = lived.ran(START.plusSeconds(at));
        Duration after = lived.ran(START.plusSeconds(at + 1));

        assertThat(after).isGreaterThanOrEqualTo(before);
        assertThat(before).isLessThanOrEqualTo(Duration.ofSeconds(at + 60L * (seen.size() + 1)));
    }

    @Test
    void theLaunchComesFirstWhereverItIsKnownFrom() {
        // Given: EC2 told an earlier time than the launch, which registered it when it could
        InstanceRow row = born(parse("PENDING 0"), START.plusSeconds(200));

        // When
        Lived lived = Lived.of(row);

        // Then
        assertThat(lived.bornAt()).contains(START);
        assertThat(lived.ran(START.plusSeconds(300))).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void aRegistrationThatComesAfterAStopDoesNotStartItAgain() {
        // Given
        InstanceRow row = born(parse("PENDING 0, STOPPED 100"), START.plusSeconds(200));

        // When
        Duration ran = Lived.of(row).ran(START.plusSeconds(1_000));

        // Then
        assertThat(ran).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void aLongLifeIsSummedUpAndStaysBounded() {
        // Given: 500 starts, of 100 s each in 200 s
        List<Observation> facts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            facts.add(new Observation(InstanceState.PENDING, START.plusSeconds(200L * i)));
            facts.add(new Observation(InstanceState.STOPPED, START.plusSeconds(200L * i + 100)));
        }

        // When
        InstanceRow row = born(facts);

        // Then
        Lived lived = Lived.of(row);
        assertThat(lived.facts()).hasSizeLessThanOrEqualTo(Lived.MOST_FACTS + 1);
        assertThat(lived.ran(START.plusSeconds(1_000_000))).isEqualTo(Duration.ofSeconds(50_000));
        assertThat(lived.bornAt()).contains(START);
    }

    @Test
    void readsAsItIsWritten() {
        // When
        InstanceRow row = born(parse("STOPPED 130, RUNNING 5"));

        // Then
        assertThat(row.text(Column.LIVED)).contains("running 2026-11-23T12:00:05Z, stopped 2026-11-23T12:02:10Z");
    }

    @Provide
    Arbitrary<List<Observation>> observations() {
        return Combinators.combine(
                        Arbitraries.of(InstanceState.class),
                        Arbitraries.integers().between(0, 1_500).map(START::plusSeconds))
                .as(Observation::new)
                .list();
    }

    private static InstanceRow born(List<Observation> heard) {
        return born(heard, START);
    }

    private static InstanceRow born(List<Observation> heard, Instant launchedAt) {
        InstanceRow row = new InstanceRow(ID, 1, Map.of(Column.LAUNCHED_AT, launchedAt.toString()), List.of());
        for (Observation one : heard) {
            Map<Column, String> values = new EnumMap<>(row.values());
            values.putAll(Lived.note(row, RowChange.NONE, one).set());
            row = new InstanceRow(ID, row.version() + 1, values, List.of());
        }
        return row;
    }

    private static List<Observation> parse(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(", "))
                        .map(one -> one.split(" "))
                        .map(parts -> new Observation(
                                InstanceState.valueOf(parts[0]), START.plusSeconds(Long.parseLong(parts[1]))))
                        .toList();
    }
}
