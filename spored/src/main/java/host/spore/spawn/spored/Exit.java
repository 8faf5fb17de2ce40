package host.spore.spawn.spored;

import java.util.Optional;
import java.util.StringTokenizer;

/**
 * The workload has ended.
 *
 * @param code 128 + n for a signal n
 * @param seconds that it ran
 * @param stamp tells one run from the next
 */
record Exit(int code, int seconds, String stamp) {
    /** Reads {@code CODE SECONDS}, as the workload's wrapper writes it; empty when it is not that. */
    static Optional<Exit> parse(String text, String stamp) {
        StringTokenizer parts = new StringTokenizer(text);
        try {
            return parts.countTokens() == 2
                    ? Optional.of(new Exit(
                            Integer.parseInt(parts.nextToken()),
                            Math.max(0, Integer.parseInt(parts.nextToken())),
                            stamp))
                    : Optional.empty();
        } catch (NumberFormatException other) {
            // Not written by the wrapper, and nothing of ours.
            return Optional.empty();
        }
    }
}
