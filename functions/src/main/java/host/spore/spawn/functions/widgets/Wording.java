package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times, sums and counts as people read them. */
final class Wording {
    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter OTHER_DAY = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT);
    private static final long CENT = 10_000;

    private Wording() {}

    /** The two largest units: {@code 3 d 4 h}, {@code 1 h 12 m}, {@code 47 m}, {@code 8 s}. */
    static String span(Duration span) {
        Duration length = span.abs();
        if (length.toDays() > 0) {
            return length.toDays() + " d" + (length.toHoursPart() > 0 ? " " + length.toHoursPart() + " h" : "");
        }
        if (length.toHours() > 0) {
            return length.toHours() + " h" + (length.toMinutesPart() > 0 ? " " + length.toMinutesPart() + " m" : "");
        }
        return length.toMinutes() > 0 ? length.toMinutes() + " m" : length.toSeconds() + " s";
    }

    /** {@code in 47 m}, or by how much it is over. */
    static String countdown(Instant at, Instant now) {
        return at.isAfter(now) ? "in " + span(Duration.between(now, at)) : span(Duration.between(at, now)) + " over";
    }

    static String ago(Instant at, Instant now) {
        return at.isAfter(now) ? "now" : span(Duration.between(at, now)) + " ago";
    }

    /** {@code 18:42 UTC}, with its day when that is another one. */
    static String clock(Instant at, Frame frame) {
        OffsetDateTime there = at.atOffset(frame.offset());
        boolean isToday =
                there.toLocalDate().equals(frame.now().atOffset(frame.offset()).toLocalDate());
        return (isToday ? TODAY : OTHER_DAY).format(there)
                + (frame.offset().equals(ZoneOffset.UTC) ? " UTC" : " " + frame.offset());
    }

    /** With its seconds, for what follows closely. */
    static String exact(Instant at, Frame frame) {
        return DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ROOT).format(at.atOffset(frame.offset()));
    }

    /** Whole cents, and below one of them four digits, so that little is not nothing. */
    static String usd(Usd sum) {
        int digits = sum.micros() > 0 && sum.micros() < CENT ? 4 : 2;
        return BigDecimal.valueOf(sum.micros(), 6).setScale(digits, RoundingMode.HALF_UP) + " USD";
    }

    /** {@code 1 instance}, {@code 12 instances}, {@code 1,000 instances}. */
    static String count(long number, String one, String many) {
        return String.format(Locale.ROOT, "%,d", number) + " " + (number == 1 ? one : many);
    }
}
