package host.spore.spawn.events;

import java.time.Duration;

/**
 * A length of time as users write it: {@code 30s 2h 7d 2h30m 1d2h30m15s}, by the grammar {@code ^(\d+[smhd])+$}, more
 * than zero. Units may repeat and stand in any order; a day is 24 hours, whatever the clocks of summer do.
 *
 * @param value more than zero, whole seconds
 */
public record SpawnDuration(Duration value) {
    /** Above any deadline that is allowed; the bound keeps sums of absurd numbers from overflowing. */
    private static final long MAX_SECONDS = Duration.ofDays(36_500).toSeconds();

    public SpawnDuration {
        if (value.isZero() || value.isNegative()) {
            throw new Refusal("\"" + value.toSeconds() + "s\": must be more than zero, for example 30s");
        }
        if (value.toNanosPart() != 0) {
            throw new Refusal("\"" + value + "\": whole seconds only, for example 30s");
        }
    }

    /** @throws Refusal when the text is no duration, or is nothing at all */
    public static SpawnDuration parse(String text) {
        long seconds = 0;
        int at = 0;
        while (at < text.length()) {
            int start = at;
            long number = 0;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                number = number * 10 + (text.charAt(at++) - '0');
                if (number > MAX_SECONDS) {
                    throw new Refusal(quoted(text) + ": too long, 36500d at most");
                }
            }
            if (at == start || at == text.length()) {
                throw grammar(text);
            }
            seconds += number * unitSeconds(text.charAt(at++), text);
            if (seconds > MAX_SECONDS) {
                throw new Refusal(quoted(text) + ": too long, 36500d at most");
            }
        }
        if (text.isEmpty()) {
            throw grammar(text);
        }
        if (seconds == 0) {
            throw new Refusal(quoted(text) + ": must be more than zero, for example 30s");
        }
        return new SpawnDuration(Duration.ofSeconds(seconds));
    }

    private static long unitSeconds(char unit, String text) {
        return switch (unit) {
            case 's' -> 1;
            case 'm' -> 60;
            case 'h' -> 3_600;
            case 'd' -> 86_400;
            default -> throw grammar(text);
        };
    }

    private static Refusal grammar(String text) {
        return new Refusal(quoted(text) + ": use s, m, h, d, for example 7d or 2h30m");
    }

    private static String quoted(String text) {
        return "\"" + Printable.of(text) + "\"";
    }

    /** The shortest way to write it: {@code 1d2h30m15s}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        long days = value.toDays();
        if (days > 0) {
            out.append(days).append('d');
        }
        if (value.toHoursPart() > 0) {
            out.append(value.toHoursPart()).append('h');
        }
        if (value.toMinutesPart() > 0) {
            out.append(value.toMinutesPart()).append('m');
        }
        if (value.toSecondsPart() > 0) {
            out.append(value.toSecondsPart()).append('s');
        }
        return out.toString();
    }
}
