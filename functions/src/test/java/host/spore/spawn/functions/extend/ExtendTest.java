package host.spore.spawn.functions.extend;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.ExtendInstance;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.SpawnDuration;
import host.spore.spawn.events.Target;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.lookup.Found;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.Extension;
import host.spore.spawn.functions.store.InstanceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtendTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant DEADLINE = NOW.plusSeconds(3_600);

    @Test
    void movesByADurationFromWhereTheDeadlineStands() {
        assertThat(Extend.decide(by("2h"), found(Map.of()), NOW))
                .isEqualTo(new Extend.Decision.Move(new Extension("c1", DEADLINE, DEADLINE.plusSeconds(7_200))));
    }

    @Test
    void movesToAnInstant() {
        assertThat(Extend.decide(until(DEADLINE.plusSeconds(5)), found(Map.of()), NOW))
                .isEqualTo(new Extend.Decision.Move(new Extension("c1", DEADLINE, DEADLINE.plusSeconds(5))));
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 3_600})
    void movesUpToThirtySecondsBefore(long secondsLeft) {
        assertThat(Extend.decide(by("1h"), found(Map.of()), DEADLINE.minusSeconds(secondsLeft)))
                .isInstanceOf(Extend.Decision.Move.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {30, 1, 0, -3_600})
    void refusesOnceExpiryHasBegun(long secondsLeft) {
        assertThat(refusal(by("1h"), found(Map.of()), DEADLINE.minusSeconds(secondsLeft)))
                .isEqualTo("demo (i-0123456789abcdef0): its deadline 2026-11-23T13:00:00Z is too close or over, and its"
                        + " end has begun (extend up to 30 s before): launch a new one");
    }

    @ParameterizedTest
    @EnumSource(
            value = Column.class,
            names = {"EXPIRING_AT", "ENDED_BY_KEEPER", "TERMINATE_COMMAND"})
    void refusesOnceSomebodyIsEndingIt(Column mark) {
        assertThat(refusal(by("1h"), found(Map.of(mark, "x")), NOW))
                .contains("demo (i-0123456789abcdef0)", "launch a new one");
    }

    @Test
    void refusesWhatItsCostLimitEnds() {
        assertThat(refusal(by("1h"), found(Map.of(Column.END_CAUSE, "cost")), NOW))
                .isEqualTo("demo (i-0123456789abcdef0) has reached its cost limit, which no extension lifts, and its"
                        + " end has begun: launch a new one");
    }

    @ParameterizedTest
    @EnumSource(names = {"SHUTTING_DOWN", "TERMINATED"})
    void refusesWhatHasEnded(InstanceState state) {
        assertThat(refusal(by("1h"), found(Map.of(Column.STATE, state.wire())), NOW))
                .isEqualTo("demo (i-0123456789abcdef0) has ended: launch a new one");
    }

    @Test
    void neverShortens() {
        assertThat(refusal(until(DEADLINE.minusSeconds(1)), found(Map.of()), NOW))
                .isEqualTo("2026-11-23T12:59:59Z is before the deadline 2026-11-23T13:00:00Z of demo"
                        + " (i-0123456789abcdef0): it is shortened with --shorten alone; to end it now, terminate it");
    }

    @Test
    void shortensWhereThatIsAskedFor() {
        assertThat(Extend.decide(shorten("50m", null), found(Map.of()), NOW))
                .isEqualTo(new Extend.Decision.Move(new Extension("c1", DEADLINE, NOW.plusSeconds(600))));
        assertThat(Extend.decide(shorten(null, NOW.plusSeconds(120)), found(Map.of()), NOW))
                .isEqualTo(new Extend.Decision.Move(new Extension("c1", DEADLINE, NOW.plusSeconds(120))));
    }

    @Test
    void shortensNeitherToThePastNorSoCloseThatItIsAnEnd() {
        assertThat(refusal(shorten("59m", null), found(Map.of()), NOW))
                .isEqualTo(
                        "2026-11-23T12:01:00Z is less than 120 s ahead, and demo (i-0123456789abcdef0) has to learn of"
                                + " it: to end it now, terminate it");
        assertThat(refusal(shorten("2h", null), found(Map.of()), NOW)).contains("terminate it");
    }

    @Test
    void shorteningNeverExtends() {
        assertThat(refusal(shorten(null, DEADLINE.plusSeconds(1)), found(Map.of()), NOW))
                .isEqualTo("2026-11-23T13:00:01Z is after the deadline 2026-11-23T13:00:00Z of demo"
                        + " (i-0123456789abcdef0): leave out --shorten to extend it");
    }

    /** What was promised last stands, and the other is not told as if it did. */
    @Test
    void whatAnotherCommandHasMovedBackIsNotAcknowledged() {
        Extension extended = new Extension("c1", DEADLINE.minusSeconds(600), DEADLINE.plusSeconds(600));
        Extension shortened = new Extension("c2", DEADLINE.plusSeconds(600), DEADLINE.minusSeconds(60));
        Found.Instance back =
                found(Map.of(Column.SHORTENED_FROM, DEADLINE.plusSeconds(600).toString()));
        assertThat(Extend.overtaken(extended, back).orElse("")).contains("and then shortened to 2026-11-23T13:00:00Z");
        assertThat(Extend.overtaken(shortened, back).orElse("")).contains("and then extended to 2026-11-23T13:00:00Z");
        // A row that is earlier without having been shortened was lost: that is for the caller to find out.
        assertThat(Extend.overtaken(extended, found(Map.of()))).isEmpty();
    }

    @Test
    void refusesMoreThanAYearAhead() {
        assertThat(refusal(by("365d"), found(Map.of()), NOW)).endsWith("is more than 365 days ahead: that is the most");
    }

    @Test
    void aRetriedCommandFindsItsOwnMark() {
        // Given: another command has moved the deadline on since
        Extension own = new Extension("c1", DEADLINE.minusSeconds(60), DEADLINE.minusSeconds(30));
        Extension others = new Extension("c2", DEADLINE.minusSeconds(30), DEADLINE);

        // When
        Extend.Decision decision = Extend.decide(by("30s"), found(Map.of(), others, own), NOW);

        // Then
        assertThat(decision).isEqualTo(new Extend.Decision.Moved(own));
    }

    @Test
    void whatIsNotRecordedYetIsRefusedForNow() {
        assertThat(refusal(
                        by("1h"),
                        new Found.Instance(ID, Optional.empty(), InstanceRow.absent(ID), Optional.empty()),
                        NOW))
                .contains("try again");
    }

    /** The laws: never shorter, never more than a year, never once expiry has begun. */
    @Property
    void everyMoveKeepsTheLaws(
            @ForAll @LongRange(min = -100_000, max = 40_000_000) long untilSeconds,
            @ForAll @LongRange(min = -4_000, max = 4_000) long nowSeconds) {
        Instant now = NOW.plusSeconds(nowSeconds);
        Extend.Decision decision = Extend.decide(until(NOW.plusSeconds(untilSeconds)), found(Map.of()), now);
        if (decision instanceof Extend.Decision.Move(Extension move)) {
            assertThat(move.deadline()).isAfterOrEqualTo(DEADLINE).isBeforeOrEqualTo(now.plus(Duration.ofDays(365)));
            assertThat(now).isBefore(DEADLINE.minusSeconds(30));
        }
    }

    /** As above, for a shortening: never later, never so close that nobody could know of it. */
    @Property
    void everyShorteningKeepsTheLaws(
            @ForAll @LongRange(min = -100_000, max = 40_000) long untilSeconds,
            @ForAll @LongRange(min = -4_000, max = 4_000) long nowSeconds) {
        Instant now = NOW.plusSeconds(nowSeconds);
        Extend.Decision decision = Extend.decide(shorten(null, NOW.plusSeconds(untilSeconds)), found(Map.of()), now);
        if (decision instanceof Extend.Decision.Move(Extension move)) {
            assertThat(move.deadline()).isBeforeOrEqualTo(DEADLINE).isAfterOrEqualTo(now.plusSeconds(120));
        }
    }

    private static String refusal(ExtendInstance command, Found.Instance target, Instant now) {
        Extend.Decision decision = Extend.decide(command, target, now);
        assertThat(decision).isInstanceOf(Extend.Decision.Refuse.class);
        return ((Extend.Decision.Refuse) decision).reason();
    }

    private static ExtendInstance by(String duration) {
        return new ExtendInstance(envelope(), new Target("demo"), SpawnDuration.parse(duration), null);
    }

    private static ExtendInstance shorten(@Nullable String by, @Nullable Instant until) {
        return new ExtendInstance(
                envelope(), new Target("demo"), by == null ? null : SpawnDuration.parse(by), until, true);
    }

    private static ExtendInstance until(Instant until) {
        return new ExtendInstance(envelope(), new Target("demo"), null, until);
    }

    private static Envelope envelope() {
        return Envelope.first("c1", NOW);
    }

    private static Found.Instance found(Map<Column, String> more, Extension... extensions) {
        Map<Column, String> values =
                new EnumMap<>(Map.of(Column.DEADLINE, DEADLINE.toString(), Column.STATE, "running"));
        values.putAll(more);
        return new Found.Instance(
                ID,
                Optional.of(new Name("demo")),
                new InstanceRow(ID, 4, values, List.of(extensions)),
                Optional.of(aRunning(ID).build()));
    }
}
