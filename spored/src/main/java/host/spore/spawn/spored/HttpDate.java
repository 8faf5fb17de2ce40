package host.spore.spawn.spored;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** The Date of HTTP, by hand: Java's own formatter would load half a megabyte of names of months. */
final class HttpDate {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private HttpDate() {}

    /** Reads {@code Mon, 23 Nov 2026 18:42:07 GMT}; empty when the text is not that. */
    static Optional<Instant> parse(String text) {
        if (text.length() != 29 || !text.endsWith(" GMT")) {
            return Optional.empty();
        }
        try {
            int month = MONTHS.indexOf(text.substring(8, 11));
            return month % 3 != 0
                    ? Optional.empty()
                    : Optional.of(LocalDateTime.of(
                                    number(text, 12, 16),
                                    month / 3 + 1,
                                    number(text, 5, 7),
                                    number(text, 17, 19),
                                    number(text, 20, 22),
                                    number(text, 23, 25))
                            .toInstant(ZoneOffset.UTC));
        } catch (NumberFormatException | DateTimeException none) {
            // A service without a clock is no witness; there are others.
            return Optional.empty();
        }
    }

    private static int number(String text, int from, int end) {
        return Integer.parseInt(text.substring(from, end));
    }
}
