package host.spore.spawn.functions.availability;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of an offer. Counts fade: half of their weight is lost in a day, so that what was learnt of a type
 * last week does not outweigh what it did today.
 *
 * @param offer see {@link Offer}
 * @param version of what was read, plus one for every change made to it; 0: nobody has written it yet
 * @param successes how often it was to be had, as much as is left of that at {@code countedAt}
 * @param shortages how often it was not, likewise
 * @param countedAt when those two were last counted
 * @param inARow shortages since it was last to be had
 * @param lastSuccessAt absent: never
 * @param lastShortageAt absent: never
 * @param attempts the newest ones that are counted in, with what they told: one that is repeated counts once
 * @param interruptions when EC2 took back which instance
 */
public record Standing(
        Offer offer,
        long version,
        double successes,
        double shortages,
        Instant countedAt,
        int inARow,
        @Nullable Instant lastSuccessAt,
        @Nullable Instant lastShortageAt,
        List<String> attempts,
        Map<String, Instant> interruptions) {
    /** So many interruptions within {@link #WINDOW} open the breaker. */
    static final int TOO_OFTEN = 3;

    static final Duration WINDOW = Duration.ofHours(1);

    /** For so long the breaker stays open after the interruption that opened it. */
    static final Duration OPEN = Duration.ofHours(1);

    /** The longest that a shortage is remembered, however many came in a row. */
    static final Duration LONGEST = Duration.ofHours(1);

    private static final Duration HALF_LIFE = Duration.ofDays(1);

    /** An attempt is repeated within minutes; by then, fewer than these were counted, or one is counted twice. */
    private static final int ATTEMPTS_KEPT = 20;

    private static final int INTERRUPTIONS_KEPT = 20;

    public Standing {
        attempts = List.copyOf(attempts);
        interruptions = Collections.unmodifiableMap(new LinkedHashMap<>(interruptions));
    }

    /** Of an offer of which nothing is known. */
    public static Standing unknown(Offer offer) {
        return new Standing(offer, 0, 0, 0, Instant.EPOCH, 0, null, null, List.of(), Map.of());
    }

    /**
     * An attempt got an instance.
     *
     * @return this, when the attempt is counted in already
     */
    public Standing had(String attempt, Instant at) {
        String told = attempt + " had";
        if (attempts.contains(told)) {
            return this;
        }
        return new Standing(
                offer,
                version + 1,
                faded(successes, at) + 1,
                faded(shortages, at),
                later(countedAt, at),
                0,
                later(lastSuccessAt, at),
                lastShortageAt,
                with(told),
                interruptions);
    }

    /**
     * There was nothing for an attempt.
     *
     * @return this, when the attempt is counted in already
     */
    public Standing lacked(String attempt, Instant at) {
        String told = attempt + " lacked";
        if (attempts.contains(told)) {
            return this;
        }
        // What was missing yesterday says nothing about how long it will be missing now.
        boolean first = lastShortageAt == null || lastShortageAt.plus(HALF_LIFE).isBefore(at);
        return new Standing(
                offer,
                version + 1,
                faded(successes, at),
                faded(shortages, at) + 1,
                later(countedAt, at),
                first ? 1 : inARow + 1,
                lastSuccessAt,
                later(lastShortageAt, at),
                with(told),
                interruptions);
    }

    /**
     * EC2 takes an instance back, which both EC2 and the instance may tell.
     *
     * @return this, when that is known already
     */
    public Standing interrupted(String instanceId, Instant at) {
        if (interruptions.containsKey(instanceId)) {
            return this;
        }
        Map<String, Instant> all = new LinkedHashMap<>(interruptions);
        all.put(instanceId, at);
        Map<String, Instant> newest = new LinkedHashMap<>();
        all.entrySet().stream()
                .sorted(Map.Entry.<String, Instant>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .skip(Math.max(0, all.size() - INTERRUPTIONS_KEPT))
                .forEach(entry -> newest.put(entry.getKey(), entry.getValue()));
        return new Standing(
                offer,
                version + 1,
                successes,
                shortages,
                countedAt,
                inARow,
                lastSuccessAt,
                lastShortageAt,
                attempts,
                newest);
    }

    /**
     * How likely it is to be had, by what is left of the counts: 0.5 where nothing is known, and again once all that is
     * known is old.
     */
    public double score(Instant now) {
        double had = faded(successes, now);
        return (had + 1) / (had + faded(shortages, now) + 2);
    }

    /**
     * Until when it is taken to be empty: after one shortage for {@code first}, and twice as long after every further one
     * in a row, up to an hour.
     *
     * @param first how long a single shortage is remembered
     * @return empty when it is not, or was to be had since
     */
    public Optional<Instant> emptyUntil(Duration first, Instant now) {
        if (lastShortageAt == null || inARow == 0 || (lastSuccessAt != null && lastSuccessAt.isAfter(lastShortageAt))) {
            return Optional.empty();
        }
        Duration doubled = first;
        for (int i = 1; i < inARow && doubled.compareTo(LONGEST) < 0; i++) {
            doubled = doubled.multipliedBy(2);
        }
        Instant until = lastShortageAt.plus(doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST);
        return until.isAfter(now) ? Optional.of(until) : Optional.empty();
    }

    /** Until when spot capacity of it is not worth its interruptions; empty: it is. */
    public Optional<Instant> brokenUntil(Instant now) {
        List<Instant> times = interruptions.values().stream().sorted().toList();
        Optional<Instant> until = Optional.empty();
        for (int last = TOO_OFTEN - 1; last < times.size(); last++) {
            Instant newest = times.get(last);
            if (!times.get(last - TOO_OFTEN + 1).plus(WINDOW).isBefore(newest)) {
                until = Optional.of(newest.plus(OPEN));
            }
        }
        return until.filter(now::isBefore);
    }

    private double faded(double count, Instant now) {
        // Clocks of two functions may differ: nothing grows by that.
        double days = Math.max(0, Duration.between(countedAt, now).toMillis()) / (double) HALF_LIFE.toMillis();
        return count == 0 ? 0 : count * Math.pow(0.5, days);
    }

    private List<String> with(String told) {
        List<String> all = new ArrayList<>(attempts);
        all.add(told);
        return all.subList(Math.max(0, all.size() - ATTEMPTS_KEPT), all.size());
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one == null || other.isAfter(one) ? other : one;
    }
}
