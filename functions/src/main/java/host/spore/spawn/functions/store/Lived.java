package host.spore.spawn.functions.store;

import host.spore.spawn.functions.ec2.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * When an instance changed its state, for all of its life. A set of facts, each true for itself, so neither order nor
 * repetition of the events matters; what was paid for follows from it as a pure function of time. A counter that events
 * move, as one would rather write it, is wrong after the first event that comes twice or too late.
 *
 * @param settled its oldest facts, where so much has happened that they were summed up
 * @param facts in the order of their times
 */
public record Lived(Optional<Lived.Settled> settled, List<Observation> facts) {
    /**
     * Some forty starts; a row ends at 400 KB. What is summed up is days old then, unless somebody stops and starts it
     * every minute, and no event comes so late.
     */
    static final int MOST_FACTS = 160;

    /**
     * The least that EC2 bills for each start.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/concepts.html">per second, at least 60</a>
     */
    private static final Duration LEAST_BILLED = Duration.ofSeconds(60);

    private static final Comparator<Observation> BY_TIME =
            Comparator.comparing(Observation::at).thenComparing(Observation::state);
    private static final String SETTLED = "ran ";

    /** Of an instance of which nothing is known. */
    public static final Lived NOTHING = new Lived(Optional.empty(), List.of());

    /**
     * A sum.
     *
     * @param bornAt when it began to exist
     * @param ran for how long computing was paid for
     * @param until when it stopped
     */
    public record Settled(Instant bornAt, Duration ran, Instant until) {}

    public Lived {
        facts = facts.stream().distinct().sorted(BY_TIME).toList();
    }

    /** Of the row, its launch included. */
    public static Lived of(InstanceRow row) {
        Lived told = row.text(Column.LIVED).map(Lived::parse).orElse(NOTHING);
        return row.instant(Column.LAUNCHED_AT).map(told::bornAt).orElse(told);
    }

    /** That it was launched then, unless something is known from before. */
    public Lived bornAt(Instant at) {
        return bornAt().filter(known -> !known.isAfter(at)).isPresent()
                ? this
                : with(new Observation(InstanceState.PENDING, at));
    }

    /** What sights add to the change of a row. */
    public static RowChange note(InstanceRow row, RowChange change, Observation... sights) {
        Optional<String> before =
                Optional.ofNullable(change.set().get(Column.LIVED)).or(() -> row.text(Column.LIVED));
        Lived lived = before.map(Lived::parse).orElse(NOTHING);
        for (Observation sight : sights) {
            lived = lived.with(sight);
        }
        String after = lived.bounded(row.instant(Column.LAUNCHED_AT)).wire();
        return before.equals(Optional.of(after)) ? change : change.set(Column.LIVED, after);
    }

    private Lived with(Observation fact) {
        if (settled.filter(sum -> !fact.at().isAfter(sum.until())).isPresent()) {
            return this;
        }
        List<Observation> more = new ArrayList<>(facts);
        more.add(fact);
        return new Lived(settled, more);
    }

    /** When it began to exist; empty when nothing is known. */
    public Optional<Instant> bornAt() {
        return settled.map(Settled::bornAt)
                .or(() -> facts.stream().map(Observation::at).findFirst());
    }

    /** When it ceased to; empty while it lives. */
    public Optional<Instant> goneAt() {
        return facts.stream()
                .filter(fact -> fact.state() == InstanceState.TERMINATED)
                .map(Observation::at)
                .findFirst();
    }

    /** For how long computing was paid for until then. */
    public Duration ran(Instant until) {
        Duration ran = settled.map(Settled::ran).orElse(Duration.ZERO);
        Optional<Instant> since = Optional.empty();
        for (Observation fact : facts) {
            if (fact.at().isAfter(until)) {
                break;
            }
            if (isPaid(fact.state())) {
                since = since.isPresent() ? since : Optional.of(fact.at());
            } else {
                ran = ran.plus(billed(since, fact.at()));
                since = Optional.empty();
            }
            if (fact.state().isEnding()) {
                break;
            }
        }
        return ran.plus(billed(since, until));
    }

    private static Duration billed(Optional<Instant> since, Instant until) {
        return since.map(from -> Duration.between(from, until))
                .map(ran -> ran.compareTo(LEAST_BILLED) < 0 ? LEAST_BILLED : ran)
                .orElse(Duration.ZERO);
    }

    /**
     * EC2 bills from running on, and stopping only where it hibernates. An event tells neither whether the one of running
     * was lost, nor why it is stopping: the seconds between count, so that the sum is too high rather than too low.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html">what is billed</a>
     */
    private static boolean isPaid(InstanceState state) {
        return switch (state) {
            case PENDING, RUNNING, STOPPING -> true;
            case STOPPED, SHUTTING_DOWN, TERMINATED -> false;
        };
    }

    /** The oldest runs become a sum. */
    private Lived bounded(Optional<Instant> launchedAt) {
        Lived lived = this;
        while (lived.facts.size() > MOST_FACTS) {
            Lived whole = launchedAt.map(lived::bornAt).orElse(lived);
            Optional<Observation> stopped = whole.facts.stream()
                    .filter(fact -> fact.state() == InstanceState.STOPPED)
                    .findFirst();
            if (stopped.isEmpty()) {
                return lived;
            }
            Instant until = stopped.get().at();
            lived = new Lived(
                    Optional.of(new Settled(whole.bornAt().orElse(until), whole.ran(until), until)),
                    whole.facts.stream()
                            .filter(fact -> fact.at().isAfter(until))
                            .toList());
        }
        return lived;
    }

    private String wire() {
        String told = facts.stream()
                .map(fact -> fact.state().wire() + " " + fact.at())
                .collect(Collectors.joining(", "));
        return settled.map(sum -> SETTLED + sum.ran() + " from " + sum.bornAt() + " until " + sum.until() + ", " + told)
                .orElse(told);
    }

    private static Lived parse(String text) {
        Optional<Settled> settled = Optional.empty();
        List<Observation> facts = new ArrayList<>();
        for (String part : text.split(", ")) {
            String[] words = part.split(" ");
            if (part.startsWith(SETTLED)) {
                settled = Optional.of(
                        new Settled(Instant.parse(words[3]), Duration.parse(words[1]), Instant.parse(words[5])));
            } else {
                facts.add(new Observation(InstanceState.parse(words[0]), Instant.parse(words[1])));
            }
        }
        return new Lived(settled, facts);
    }
}
