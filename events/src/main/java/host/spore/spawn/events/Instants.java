package host.spore.spawn.events;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * Instants as text, exactly as {@link Instant#parse} and {@link Instant#toString} have them. The shape that nearly all
 * have, {@code 2026-11-23T18:42:07Z} with or without a fraction, is done by hand: Java's own formatter loads a hundred
 * classes, which the agent would keep for ever. Everything else is left to Java.
 */
public final class Instants {
    private static final int WHOLE = "2026-11-23T18:42:07".length();
    private static final String SEPARATORS = "    -  -  T  :  :  ";
    private static final int NANO_DIGITS = 9;
    private static final int LAST_YEAR = 9999;

    private Instants() {}

    /** @throws DateTimeParseException when the text is no instant */
    public static Instant parse(String text) {
        if (!isPlain(text)) {
            return Instant.parse(text);
        }
        try {
            String fraction = text.substring(Math.min(WHOLE + 1, text.length() - 1), text.length() - 1);
            return LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 5, 7),
                            number(text, 8, 10),
                            number(text, 11, 13),
                            number(text, 14, 16),
                            number(text, 17, 19),
                            fraction.isEmpty()
                                    ? 0
                                    : Integer.parseInt(fraction + "0".repeat(NANO_DIGITS - fraction.length())))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException outOfRange) {
            // 24:00, a leap second, 30 February: Java knows which of them is an instant.
            return Instant.parse(text);
        }
    }

    /** With no, three, six or nine digits of a fraction. */
    public static String format(Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > LAST_YEAR) {
            return instant.toString();
        }
        StringBuilder text = new StringBuilder(NANO_DIGITS + WHOLE + 2);
        padded(time.getYear(), 4, text).append('-');
        padded(time.getMonthValue(), 2, text).append('-');
        padded(time.getDayOfMonth(), 2, text).append('T');
        padded(time.getHour(), 2, text).append(':');
        padded(time.getMinute(), 2, text).append(':');
        padded(time.getSecond(), 2, text);
        int nanos = time.getNano();
        if (nanos != 0) {
            text.append('.');
            if (nanos % 1_000_000 == 0) {
                padded(nanos / 1_000_000, 3, text);
            } else if (nanos % 1_000 == 0) {
                padded(nanos / 1_000, 6, text);
            } else {
                padded(nanos, NANO_DIGITS, text);
            }
        }
        return text.append('Z').toString();
    }

    private static boolean isPlain(String text) {
        int length = text.length();
        int fraction = length - WHOLE - 2;
        boolean plain = length > WHOLE
                && text.charAt(length - 1) == 'Z'
                && (length == WHOLE + 1 || (text.charAt(WHOLE) == '.' && fraction >= 1 && fraction <= NANO_DIGITS));
        for (int i = 0; plain && i < length - 1; i++) {
            char expected = i < WHOLE ? SEPARATORS.charAt(i) : i == WHOLE ? '.' : ' ';
            char c = text.charAt(i);
            plain = expected == ' ' ? (c >= '0' && c <= '9') : c == expected;
        }
        return plain;
    }

    private static int number(String text, int from, int end) {
        return Integer.parseInt(text.substring(from, end));
    }

    private static StringBuilder padded(int number, int width, StringBuilder text) {
        String digits = Integer.toString(number);
        return text.append("0".repeat(width - digits.length())).append(digits);
    }
}
