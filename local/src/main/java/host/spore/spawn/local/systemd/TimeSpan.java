package host.spore.spawn.local.systemd;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** systemd's time spans: {@code 90}, {@code 1min 30s}, {@code 250ms}, {@code infinity}. */
final class TimeSpan {
    private static final Pattern PART = Pattern.compile("\\s*(\\d+(?:\\.\\d+)?)\\s*([a-z]*)");
    private static final Map<String, Duration> UNITS = Map.ofEntries(
            Map.entry("", Duration.ofSeconds(1)),
            Map.entry("us", Duration.ofNanos(1_000)),
            Map.entry("ms", Duration.ofMillis(1)),
            Map.entry("s", Duration.ofSeconds(1)),
            Map.entry("sec", Duration.ofSeconds(1)),
            Map.entry("second", Duration.ofSeconds(1)),
            Map.entry("seconds", Duration.ofSeconds(1)),
            Map.entry("m", Duration.ofMinutes(1)),
            Map.entry("min", Duration.ofMinutes(1)),
            Map.entry("minute", Duration.ofMinutes(1)),
            Map.entry("minutes", Duration.ofMinutes(1)),
            Map.entry("h", Duration.ofHours(1)),
            Map.entry("hr", Duration.ofHours(1)),
            Map.entry("hour", Duration.ofHours(1)),
            Map.entry("hours", Duration.ofHours(1)),
            Map.entry("d", Duration.ofDays(1)),
            Map.entry("day", Duration.ofDays(1)),
            Map.entry("days", Duration.ofDays(1)));

    /** As good as for ever, and still something that can be added to an instant. */
    static final Duration INFINITY = Duration.ofDays(36_500);

    private TimeSpan() {}

    /** Empty when the text is no time span. */
    static Optional<Duration> parse(String text) {
        String rest = text.strip();
        if (rest.equals("infinity")) {
            return Optional.of(INFINITY);
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(rest);
        int at = 0;
        while (at < rest.length()) {
            part.region(at, rest.length());
            Duration unit = part.lookingAt() ? UNITS.get(part.group(2)) : null;
            if (unit == null) {
                return Optional.empty();
            }
            BigDecimal nanos = new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit.toNanos()));
            sum = sum.plusNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValueExact());
            at = part.end();
        }
        return rest.isEmpty() ? Optional.empty() : Optional.of(sum);
    }
}
