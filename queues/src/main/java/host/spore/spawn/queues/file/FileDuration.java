package host.spore.spawn.queues.file;

import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.SpawnDuration;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations of queue files: the language's own, and those with fractions and milliseconds, which such files have in the
 * wild. They are made whole seconds, upwards: a limit must not become shorter than what was written.
 */
final class FileDuration {
    /** A standard execution lives a year at most, <a href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html">quotas</a>. */
    private static final BigDecimal MAX_SECONDS =
            BigDecimal.valueOf(Duration.ofDays(365).toSeconds());

    private static final int MAX_LENGTH = 40;
    private static final Pattern PART = Pattern.compile("\\G(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)");
    private static final Pattern BARE = Pattern.compile("\\d+");

    private FileDuration() {}

    /** @throws Refusal when the text is no duration, is nothing at all, or more than a year */
    static SpawnDuration parse(String text) {
        Matcher part = PART.matcher(text);
        BigDecimal seconds = BigDecimal.ZERO;
        int end = 0;
        while (text.length() <= MAX_LENGTH && part.find()) {
            seconds = seconds.add(new BigDecimal(part.group(1)).multiply(unit(part.group(2))));
            end = part.end();
        }
        String shown = "\"" + Printable.of(text) + "\": ";
        if (end < text.length() || text.isEmpty()) {
            String example = BARE.matcher(text).matches() ? text + "s" : "30s, 1.5h or 2h30m";
            throw new Refusal(shown + "use s, m, h, d, for example " + example);
        }
        if (seconds.signum() == 0) {
            throw new Refusal(shown + "must be more than zero, for example 30s");
        }
        if (seconds.compareTo(MAX_SECONDS) > 0) {
            throw new Refusal(shown + "too long, 365d at most");
        }
        return new SpawnDuration(
                Duration.ofSeconds(seconds.setScale(0, RoundingMode.CEILING).longValueExact()));
    }

    private static BigDecimal unit(String unit) {
        return switch (unit) {
            case "ms" -> new BigDecimal("0.001");
            case "s" -> BigDecimal.ONE;
            case "m" -> BigDecimal.valueOf(60);
            case "h" -> BigDecimal.valueOf(3_600);
            case "d" -> BigDecimal.valueOf(86_400);
            default -> throw new IllegalStateException("a unit that the pattern does not have: " + unit);
        };
    }
}
