package host.spore.spawn.functions.lifecycle;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final Instant DEADLINE = Instant.parse("2026-11-23T18:00:00Z");
    private static final Instant LAUNCHED = DEADLINE.minus(Duration.ofHours(6));
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final InstanceRow ABSENT = InstanceRow.absent(ID);

    @Test
    void parksUntilTheDeadlineAndItsGraceAreOver() {
        // Given
        Lifecycle.Sight sight = sight(row(), aRunning(ID).build(), DEADLINE.minusSeconds(100));

        // When
        Lifecycle.Step step = Lifecycle.decide(sight);

        // Then
        assertThat(step).isEqualTo(new Lifecycle.Step.Park(Duration.ofSeconds(160), 4));
    }

    @Test
    void parksAFractionOfASecondAsAWholeOne() {
        // Given: woken a moment early, it must not be told "0 s" or to end the instance too soon
        Lifecycle.Sight sight =
                sight(row(), aRunning(ID).build(), DEADLINE.plus(GRACE).minusMillis(1));

        // When
        Lifecycle.Step step = Lifecycle.decide(sight);

        // Then
        assertThat(step).isEqualTo(new Lifecycle.Step.Park(Duration.ofSeconds(1), 4));
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING", "RUNNING", "STOPPING", "STOPPED"})
    void terminatesWhateverLivesPastDeadlineAndGrace(InstanceState state) {
        // Given
        Lifecycle.Sight sight =
                sight(heardAt("2026-11-23T14:02:11.5Z"), aRunning(ID).in(state).build(), DEADLINE.plus(GRACE));

        // When
        Lifecycle.Step step = Lifecycle.decide(sight);

        // Then
        assertThat(step)
                .isEqualTo(
                        new Lifecycle.Step.Terminate(
                                "deadline 2026-11-23T18:00:00Z passed 60 s ago; spored had not"
                                        + " powered the instance off (last heard 2026-11-23T14:02:11Z), so the lifecycle terminated it"));
    }

    @Test
    void theLaterOfRowAndTagCounts() {
        // Given: an extension is in the row, and not in the tag yet; and the other way round
        Instant later = DEADLINE.plusSeconds(600);
        Lifecycle.Sight rowLater = sight(
                row(Column.DEADLINE, later.toString()),
                aRunning(ID).due(DEADLINE).build(),
                DEADLINE.plus(GRACE));
        Lifecycle.Sight tagLater = sight(row(), aRunning(ID).due(later).build(), DEADLINE.plus(GRACE));

        // When
        List<Lifecycle.Step> steps = List.of(Lifecycle.decide(rowLater), Lifecycle.decide(tagLater));

        // Then
        assertThat(steps).containsOnly(new Lifecycle.Step.Park(Duration.ofMinutes(10), 4));
    }

    /** A tag of EC2's that is old, or that a slow writer put back, does not outlive a shortening. */
    @Test
    void aShortenedRowCountsAgainstATagThatItHasLeftBehind() {
        // Given
        Instant left = DEADLINE.plusSeconds(600);
        InstanceRow shortened = row(Column.SHORTENED_FROM, left.toString());

        // When
        Lifecycle.Step old =
                Lifecycle.decide(sight(shortened, aRunning(ID).due(left).build(), DEADLINE.plus(GRACE)));
        Lifecycle.Step anothers = Lifecycle.decide(
                sight(shortened, aRunning(ID).due(left.plusSeconds(1)).build(), DEADLINE.plus(GRACE)));

        // Then
        assertThat(old).isInstanceOf(Lifecycle.Step.Terminate.class);
        assertThat(anothers).isInstanceOf(Lifecycle.Step.Park.class);
    }

    @Test
    void withoutARowTheTagsAreEnough() {
        // Given
        InstanceView view = aRunning(ID).due(DEADLINE).build();

        // When
        List<Lifecycle.Step> steps = List.of(
                Lifecycle.decide(sight(ABSENT, view, DEADLINE)),
                Lifecycle.decide(sight(ABSENT, view, DEADLINE.plus(GRACE))));

        // Then
        assertThat(steps.getFirst()).isEqualTo(new Lifecycle.Step.Park(GRACE, 0));
        assertThat(steps.getLast()).isInstanceOf(Lifecycle.Step.Terminate.class);
    }

    @Test
    void withNoReadableDeadlineAnInstanceHasADay() {
        // Given
        InstanceView view =
                aRunning(ID).launchedAt(LAUNCHED).tagged("ttl", "soon").build();

        // When
        Lifecycle.Step step = Lifecycle.decide(
                sight(ABSENT, view, LAUNCHED.plus(Duration.ofHours(24)).plus(GRACE)));

        // Then
        assertThat(step).isInstanceOf(Lifecycle.Step.Terminate.class);
    }

    @Test
    void notFoundShortlyAfterLaunchIsUnknownAndNeverDead() {
        // Given: SCENARIOS 8
        Instant lastMoment = LAUNCHED.plus(Instances.FINDABLE_AFTER).minusSeconds(1);

        // When
        Lifecycle.Step step = Lifecycle.decide(sight(row(), null, lastMoment));

        // Then
        assertThat(step).isEqualTo(new Lifecycle.Step.Park(Duration.ofSeconds(15), 4));
    }

    @Test
    void notFoundLongAfterLaunchHasEnded() {
        // When
        Lifecycle.Step step = Lifecycle.decide(sight(row(), null, LAUNCHED.plus(Instances.FINDABLE_AFTER)));

        // Then
        assertThat(step).isInstanceOf(Lifecycle.Step.End.class);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "19, false", "20, true"})
    void withNeitherRowNorEc2TheWakesMeasureTheTime(long wakes, boolean ends) {
        // When
        Lifecycle.Step step = Lifecycle.decide(
                new Lifecycle.Sight(ABSENT, Optional.empty(), wakes, Optional.empty(), DEADLINE, GRACE));

        // Then
        assertThat(step instanceof Lifecycle.Step.End).isEqualTo(ends);
    }

    @Test
    void looksAgainEachMinuteWhileEc2IsEndingIt() {
        // Given: past its deadline, and already on its way out
        InstanceView view = aRunning(ID).in(InstanceState.SHUTTING_DOWN).build();

        // When
        Lifecycle.Step step = Lifecycle.decide(sight(row(), view, DEADLINE.plusSeconds(500)));

        // Then
        assertThat(step).isEqualTo(new Lifecycle.Step.Park(Duration.ofSeconds(60), 4));
    }

    @Test
    void anOldReadOfEc2DoesNotReviveWhatTheRowHasSeenEnd() {
        // When
        Lifecycle.Step step = Lifecycle.decide(
                sight(row(Column.STATE, "terminated"), aRunning(ID).build(), DEADLINE.minusSeconds(100)));

        // Then
        assertThat(step).isInstanceOf(Lifecycle.Step.End.class);
    }

    @Test
    void handsOverAfterManyWakesOrManyDaysButNotWhenItIsTimeToAct() {
        // Given
        InstanceView view = aRunning(ID).build();
        Instant before = DEADLINE.minusSeconds(1);
        Optional<Instant> longAgo = Optional.of(before.minus(Lifecycle.LONGEST_EXECUTION));

        // When
        Lifecycle.Step byWakes =
                Lifecycle.decide(new Lifecycle.Sight(row(), Optional.of(view), 200, Optional.empty(), before, GRACE));
        Lifecycle.Step byAge =
                Lifecycle.decide(new Lifecycle.Sight(row(), Optional.of(view), 3, longAgo, before, GRACE));
        Lifecycle.Step due = Lifecycle.decide(
                new Lifecycle.Sight(row(), Optional.of(view), 200, longAgo, DEADLINE.plus(GRACE), GRACE));

        // Then
        assertThat(byWakes).isEqualTo(new Lifecycle.Step.HandOver());
        assertThat(byAge).isEqualTo(new Lifecycle.Step.HandOver());
        assertThat(due).isInstanceOf(Lifecycle.Step.Terminate.class);
    }

    @Test
    void neverParksLongerThanThirtyDays() {
        // Given
        Instant now = DEADLINE.minus(Duration.ofDays(364));

        // When
        Lifecycle.Step step = Lifecycle.decide(sight(row(), aRunning(ID).build(), now));

        // Then
        assertThat(step).isEqualTo(new Lifecycle.Step.Park(Duration.ofDays(30), 4));
    }

    /** The law of the flow: nothing that lives is ever parked past its deadline and grace, nor ended before. */
    @Property
    void neitherParksPastTheDeadlineNorEndsBefore(
            @ForAll @LongRange(min = -40_000_000, max = 40_000_000) long seconds) {
        Instant now = DEADLINE.plusSeconds(seconds);
        Lifecycle.Step step = Lifecycle.decide(sight(row(), aRunning(ID).build(), now));
        if (now.isBefore(DEADLINE.plus(GRACE))) {
            assertThat(step).isInstanceOfSatisfying(Lifecycle.Step.Park.class, park -> {
                assertThat(park.atMost()).isPositive();
                assertThat(now.plus(park.atMost())).isBeforeOrEqualTo(DEADLINE.plus(GRACE));
            });
        } else {
            assertThat(step).isInstanceOf(Lifecycle.Step.Terminate.class);
        }
    }

    private static Lifecycle.Sight sight(
            InstanceRow row, @org.jspecify.annotations.Nullable InstanceView view, Instant now) {
        return new Lifecycle.Sight(row, Optional.ofNullable(view), 1, Optional.empty(), now, GRACE);
    }

    private static InstanceRow heardAt(String at) {
        return row(Column.AGENT_HEARD_AT, at);
    }

    private static InstanceRow row() {
        return row(Column.NAME, "demo");
    }

    private static InstanceRow row(Column column, String value) {
        Map<Column, String> values = new java.util.EnumMap<>(Map.of(
                Column.NAME,
                "demo",
                Column.DEADLINE,
                DEADLINE.toString(),
                Column.LAUNCHED_AT,
                LAUNCHED.toString(),
                Column.STATE,
                "running"));
        values.put(column, value);
        return new InstanceRow(ID, 4, values, List.of());
    }
}
