package host.spore.spawn.functions.store;

import host.spore.spawn.events.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Launches of one template (see {@link #templateOf}) whose agent was not heard, or was not steady. Three within an hour
 * stop the next ones for a while: the same image, type and user data fail in the same way, at a price. One launch that
 * becomes ready forgets the unheard ones; it forgets no unsteady ones, because those had become ready too.
 *
 * @param unheard whose agent was never heard
 * @param unsteady whose agent starts again and again
 */
public record Breaker(List<Failure> unheard, List<Failure> unsteady) {
    public static final Breaker CLOSED = new Breaker(List.of(), List.of());

    public static final int MOST = 3;
    public static final Duration WINDOW = Duration.ofHours(1);
    public static final Duration PAUSE = Duration.ofMinutes(15);

    public Breaker {
        unheard = List.copyOf(unheard);
        unsteady = List.copyOf(unsteady);
    }

    /** Why a launch counts. */
    public enum Kind {
        UNHEARD,
        UNSTEADY
    }

    /**
     * One launch.
     *
     * @param commandId of it; counts once, however often it is told
     * @param at when it had failed
     */
    public record Failure(String commandId, Instant at) {
        public Failure {
            Ids.checked(commandId);
        }

        /** As a member of a string set; ids hold no blanks. */
        public String wire() {
            return commandId + " " + at;
        }

        public static Failure parse(String text) {
            int blank = text.indexOf(' ');
            return new Failure(text.substring(0, blank), Instant.parse(text.substring(blank + 1)));
        }
    }

    /** What makes a machine fail to boot, or its agent to be heard: the same parts, the same template. */
    public static String templateOf(String imageId, String instanceTypes, String userData, String command) {
        return Ids.hash("template", imageId, instanceTypes, userData, command);
    }

    /** Those that count now, one per launch, the oldest first. */
    public List<Failure> recent(Instant now) {
        return Stream.concat(unheard.stream(), unsteady.stream())
                .filter(failure -> failure.at().isAfter(now.minus(WINDOW)))
                .collect(Collectors.toMap(Failure::commandId, failure -> failure, Breaker::earlier))
                .values()
                .stream()
                .sorted(Comparator.comparing(Failure::at).thenComparing(Failure::commandId))
                .toList();
    }

    private static Failure earlier(Failure one, Failure other) {
        return other.at().isBefore(one.at()) ? other : one;
    }

    /** Until when launches are refused; empty when they are not. After it one is let through, to see. */
    public Optional<Instant> openUntil(Instant now) {
        List<Failure> recent = recent(now);
        return recent.size() < MOST
                ? Optional.empty()
                : Optional.of(recent.getLast().at().plus(PAUSE)).filter(now::isBefore);
    }
}
