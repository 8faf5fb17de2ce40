package host.spore.spawn.functions.launch;

import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Market;
import host.spore.spawn.functions.availability.Offer;
import host.spore.spawn.functions.availability.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides in which order a launch tries its candidates (docs/candidates.md). What is remembered moves a candidate back and
 * never leaves it out: it may be wrong, and a launch that tried nothing would fail for a memory.
 */
final class CandidateOrder {
    /** Types, zones and markets multiply: more do not fit into the history of an execution, and take many minutes. */
    static final int MOST = 120;

    /** In the outcome, which people read. */
    private static final int REMARKS = 10;

    private CandidateOrder() {}

    /**
     * The order, and what is said about it.
     *
     * @param candidates all of them
     * @param remarks for people: who was moved, why, and until when
     */
    record Ordered(List<Candidate> candidates, List<String> remarks) {
        Ordered {
            candidates = List.copyOf(candidates);
            remarks = List.copyOf(remarks);
        }
    }

    /** Every type on every market and in every zone that was asked for, in the order of asking. */
    static List<Candidate> all(LaunchInstance command, List<TypeChoice.Choice> types) {
        List<@Nullable String> zones = new ArrayList<>(command.placement().zones());
        if (zones.isEmpty()) {
            zones.add(null);
        }
        List<Candidate> all = new ArrayList<>();
        for (Market market : command.purchase().markets()) {
            for (TypeChoice.Choice type : types) {
                for (String zone : zones) {
                    all.add(new Candidate(type, zone, market));
                }
            }
        }
        return all;
    }

    /** Why there are too many. */
    static Optional<String> refusal(List<Candidate> all) {
        if (all.size() <= MOST) {
            return Optional.empty();
        }
        long types = all.stream().map(Candidate::choice).distinct().count();
        long zones = all.stream().map(Candidate::zone).distinct().count();
        return Optional.of(types + " types in " + zones + " zones"
                + (all.size() > types * zones ? " on both markets" : "") + " are " + all.size()
                + " candidates, and a launch tries at most " + MOST + ": give fewer types or zones");
    }

    /**
     * @param all in the order of asking
     * @param known what is remembered of their offers
     * @param first how long one shortage is remembered
     */
    static Ordered order(List<Candidate> all, Map<Offer, Standing> known, Instant now, Duration first) {
        Memory memory = new Memory(known, now, first);
        boolean fallback = all.stream().map(Candidate::market).distinct().count() > 1;
        List<Candidate> ordered = new ArrayList<>();
        List<Candidate> afterOnDemand = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        // Spot first, always: it is what was asked for, and trying costs a second.
        for (Market market : List.of(Market.SPOT, Market.ON_DEMAND)) {
            List<Candidate> there = all.stream()
                    .filter(candidate -> candidate.market() == market)
                    .toList();
            List<Candidate> ready = new ArrayList<>();
            List<Candidate> broken = new ArrayList<>();
            List<Candidate> empty = new ArrayList<>();
            for (Candidate candidate : memory.preferred(there)) {
                if (memory.brokenUntil(candidate).isPresent()) {
                    broken.add(candidate);
                } else if (memory.emptyUntil(candidate).isPresent()) {
                    empty.add(candidate);
                } else {
                    ready.add(candidate);
                }
            }
            // The one that may be back first.
            empty.sort(Comparator.comparing(
                    candidate -> memory.emptyUntil(candidate).orElse(Instant.MAX)));
            ordered.addAll(ready);
            (fallback ? afterOnDemand : ordered).addAll(broken);
            ordered.addAll(empty);
            boolean others = !ready.isEmpty() || (!fallback && !broken.isEmpty());
            broken.forEach(candidate -> remarks.add(memory.broken(candidate, fallback, !ready.isEmpty())));
            empty.forEach(candidate -> remarks.add(memory.empty(candidate, others)));
        }
        ordered.addAll(afterOnDemand);
        return new Ordered(ordered, shortened(remarks));
    }

    private static List<String> shortened(List<String> remarks) {
        if (remarks.size() <= REMARKS) {
            return remarks;
        }
        List<String> some = new ArrayList<>(remarks.subList(0, REMARKS));
        some.add("and " + (remarks.size() - REMARKS) + " more like these");
        return some;
    }

    private record Memory(Map<Offer, Standing> known, Instant now, Duration first) {
        /**
         * By the place that its user gave a type; those of one pattern share theirs, and go by the best score of a type;
         * within a type by the score of the zone. What is equal keeps its order.
         */
        List<Candidate> preferred(List<Candidate> candidates) {
            Map<TypeChoice.Choice, Double> best = new HashMap<>();
            Map<TypeChoice.Choice, Integer> places = new HashMap<>();
            for (Candidate candidate : candidates) {
                places.putIfAbsent(candidate.choice(), places.size());
                best.merge(candidate.choice(), score(candidate), Math::max);
            }
            return candidates.stream()
                    .sorted(Comparator.<Candidate>comparingInt(
                                    candidate -> candidate.choice().place())
                            .thenComparing(
                                    candidate -> best.getOrDefault(candidate.choice(), 0.0), Comparator.reverseOrder())
                            .thenComparing(candidate -> places.getOrDefault(candidate.choice(), 0))
                            .thenComparing(this::score, Comparator.reverseOrder()))
                    .toList();
        }

        private Standing standing(Candidate candidate) {
            return known.getOrDefault(candidate.offer(), Standing.unknown(candidate.offer()));
        }

        private double score(Candidate candidate) {
            return standing(candidate).score(now);
        }

        Optional<Instant> emptyUntil(Candidate candidate) {
            return standing(candidate).emptyUntil(first, now);
        }

        Optional<Instant> brokenUntil(Candidate candidate) {
            return candidate.market() == Market.SPOT ? standing(candidate).brokenUntil(now) : Optional.empty();
        }

        String empty(Candidate candidate, boolean others) {
            return candidate.offer().inWords() + ": no capacity at "
                    + inWords(standing(candidate).lastShortageAt())
                    + (others
                            ? "; tried after the others until "
                                    + inWords(emptyUntil(candidate).orElse(null))
                            : "; tried all the same, for want of another");
        }

        String broken(Candidate candidate, boolean fallback, boolean others) {
            String until = " until " + inWords(brokenUntil(candidate).orElse(null));
            return candidate.offer().inWords() + ": EC2 took back several instances within an hour"
                    + (fallback
                            ? "; on-demand is tried first" + until
                            : others
                                    ? "; tried after the others" + until
                                    : "; tried all the same (--on-demand-fallback would try on-demand first" + until
                                            + ")");
        }

        private static String inWords(@Nullable Instant at) {
            return at == null ? "now" : at.truncatedTo(ChronoUnit.SECONDS).toString();
        }
    }
}
