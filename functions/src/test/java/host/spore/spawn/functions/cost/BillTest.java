package host.spore.spawn.functions.cost;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Cost;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Price;
import host.spore.spawn.events.Usd;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BillTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final String STOPPED = "stopped 2026-11-23T13:00:00Z";

    @ParameterizedTest
    @CsvSource({
        // lived, after hours, computing, volumes
        "'',                                    1, 0.36, 0.036",
        "'',                                   10, 3.60, 0.36",
        // stopped, its volumes are paid for
        "'" + STOPPED + "',                    10, 0.36, 0.36",
        "'" + STOPPED + ", pending 2026-11-23T20:00:00Z', 10, 1.08, 0.36",
        // gone, nothing is
        "'terminated 2026-11-23T13:00:00Z',    10, 0.36, 0.036",
    })
    void computingWhileItRunsAndVolumesWhileItExists(String lived, long hours, String compute, String volumes) {
        // Given
        Bill bill = bill(row("0.36", "0.036", lived, null), null);

        // When
        Cost cost = bill.at(START.plus(Duration.ofHours(hours)));

        // Then
        assertThat(cost).isEqualTo(new Cost(Usd.parse(compute), Usd.parse(volumes)));
    }

    @ParameterizedTest
    @CsvSource({
        // 0.36 + 0.036 an hour; the limit, lived, looked at -> warned at, reached at (seconds of its life)
        "0.66, '',              0,     5400,  6000",
        "0.66, '',              5500,  5500,  6000",
        // stopped after an hour, its volumes alone use up the rest: 0.27 of 0.036 an hour
        "0.66, '" + STOPPED + "', 3600, 23400, 30000",
        // long over: now
        "0.66, '',              99999, 99999, 99999",
    })
    void theLimitIsReachedAtTheRateOfNow(String limit, String lived, long at, long warned, long reached) {
        // Given
        Bill bill = bill(row("0.36", "0.036", lived, limit), null);

        // When
        List<Optional<Instant>> due =
                List.of(bill.warningDue(START.plusSeconds(at)), bill.limitReached(START.plusSeconds(at)));

        // Then
        assertThat(due)
                .containsExactly(Optional.of(START.plusSeconds(warned)), Optional.of(START.plusSeconds(reached)));
    }

    @Test
    void whatCostsNothingMoreNeverReachesItsLimit() {
        // Given: stopped, and all its volumes are free
        Bill bill = bill(row("0.36", "0", STOPPED, "5.00"), null);

        // When
        Optional<Instant> reached = bill.limitReached(START.plusSeconds(9_000));

        // Then
        assertThat(reached).isEmpty();
    }

    @Property
    void theLimitIsReachedAtTheFirstSecondThatCostsAsMuch(
            @ForAll @LongRange(min = 1, max = 60_000_000) long compute,
            @ForAll @LongRange(max = 2_000_000) long volumes,
            @ForAll @LongRange(min = 10_000, max = 100_000_000) long limit,
            @ForAll @IntRange(max = 500_000) int at) {
        Bill bill = bill(
                row(new Usd(compute).toString(), new Usd(volumes).toString(), "", new Usd(limit).toString()), null);
        Instant now = START.plusSeconds(at);

        bill.limitReached(now).ifPresent(reached -> {
            assertThat(bill.at(reached).sum()).isGreaterThanOrEqualTo(new Usd(limit));
            if (reached.isAfter(now)) {
                assertThat(bill.at(reached.minusSeconds(1)).sum()).isLessThan(new Usd(limit));
            }
        });
    }

    @Test
    void anUnknownPriceMakesNoBill() {
        assertThat(Bill.of(Optional.of(row(null, "0.01", "", "5.00")), Optional.empty()))
                .isEmpty();
        assertThat(Bill.of(Optional.of(row("0.01", null, "", "5.00")), Optional.empty()))
                .isEmpty();
    }

    @Test
    void withoutARowTheTagsBoundItAsThoughItHadRunEverSince() {
        // Given: EC2's launch time is that of the last start
        Map<String, String> tags =
                CostTags.of(Optional.of(new Price(Usd.parse("0.36"), Usd.parse("0.036"), "a list", START)), START);
        InstanceView view = aRunning(ID)
                .launchedAt(START.plusSeconds(9_000))
                .tagged(CostTags.PRICE, tags.getOrDefault(CostTags.PRICE, ""))
                .tagged(CostTags.LAUNCHED, tags.getOrDefault(CostTags.LAUNCHED, ""))
                .tagged(CostTags.LIMIT, "3.96")
                .build();

        // When
        Bill bill = bill(InstanceRow.absent(ID), view);

        // Then
        assertThat(tags).containsEntry(CostTags.PRICE, "0.36+0.036");
        assertThat(bill.limit()).contains(Usd.parse("3.96"));
        assertThat(bill.limitReached(START.plusSeconds(10_000))).contains(START.plus(Duration.ofHours(10)));
    }

    @Test
    void theRowsWordCountsBeforeTheTags() {
        // Given
        InstanceView view = aRunning(ID)
                .tagged(CostTags.PRICE, "9.00+9.00")
                .tagged(CostTags.LIMIT, "1.00")
                .build();

        // When
        Bill bill = bill(row("0.36", "0.036", "", "7.00"), view);

        // Then
        assertThat(bill.tariff()).isEqualTo(new Tariff(Usd.parse("0.36"), Usd.parse("0.036")));
        assertThat(bill.limit()).contains(Usd.parse("7.00"));
    }

    @ParameterizedTest
    @CsvSource({"0.36", "0.36+", "x+y", "0.1+0.1+0.1"})
    void aTagThatCannotBeReadTellsNoPrice(String tag) {
        assertThat(CostTags.tariff(aRunning(ID).tagged(CostTags.PRICE, tag).build()))
                .isEmpty();
    }

    private static Bill bill(InstanceRow row, @Nullable InstanceView view) {
        return Bill.of(Optional.of(row), Optional.ofNullable(view)).orElseThrow();
    }

    private static InstanceRow row(
            @Nullable String compute, @Nullable String volumes, String lived, @Nullable String limit) {
        Map<Column, String> values = new EnumMap<>(Column.class);
        values.put(Column.LAUNCHED_AT, START.toString());
        if (compute != null) {
            values.put(Column.PRICE_PER_HOUR, compute);
        }
        if (volumes != null) {
            values.put(Column.VOLUME_PRICE_PER_HOUR, volumes);
        }
        if (!lived.isEmpty()) {
            values.put(Column.LIVED, lived);
        }
        if (limit != null) {
            values.put(Column.COST_LIMIT, limit);
        }
        return new InstanceRow(ID, 3, values, List.of());
    }
}
