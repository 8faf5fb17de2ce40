package host.spore.spawn.functions.reaper;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.DriftRepaired;
import host.spore.spawn.events.DriftReported;
import host.spore.spawn.events.Envelope;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.bus.Bus;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.lambda.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What one sweep found, and what it did about it. Every deed goes through here, so that a dry run does none, each is
 * counted, and one that fails does not keep the others from being done.
 */
final class Findings {
    /** An event ends at 256 KB, and nobody reads a thousand lines. */
    private static final int MOST_PROBLEMS_SAID = 20;

    /** Less than the function has, so that the sweep's end is its own: what is begun is finished, and reported. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Bus bus;
    private final Log log;
    private final InstantSource clock;
    private final Instant now;
    private final boolean dryRun;
    private final Map<Drift.Count, Integer> counts = new EnumMap<>(Drift.Count.class);
    private final List<String> deeds = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> outOfTime = new ArrayList<>();
    private List<InstanceView> living = List.of();

    Findings(Bus bus, Log log, InstantSource clock, boolean dryRun) {
        this.bus = bus;
        this.log = log;
        this.clock = clock;
        this.now = clock.instant();
        this.dryRun = dryRun;
    }

    boolean isDryRun() {
        return dryRun;
    }

    Log log() {
        return log;
    }

    void living(List<InstanceView> instances) {
        living = List.copyOf(instances);
    }

    List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        if (!outOfTime.isEmpty()) {
            all.add("had no time left for " + outOfTime.size() + ", the first of them: " + outOfTime.getFirst());
        }
        return List.copyOf(all);
    }

    /** A part of the sweep: what it throws is remembered, and the next part comes. */
    void attempt(String what, Runnable work) {
        if (!clock.instant().isBefore(now.plus(LONGEST))) {
            outOfTime.add(what);
            return;
        }
        try {
            work.run();
        } catch (RuntimeException failure) {
            remember(what, failure);
        }
    }

    void remember(String what, RuntimeException failure) {
        problems.add("could not " + what + ": " + failure.getMessage());
        log.error(
                "could not " + what,
                field("error", failure.getClass().getName()),
                field("reason", failure.getMessage()));
    }

    /**
     * Mends something, unless this is a dry run.
     *
     * @param subject instance, name, command or message
     * @param reason for people: what was so
     * @param deed says whether there still was something to do
     */
    void mend(Drift drift, String subject, String reason, BooleanSupplier deed) {
        if (!dryRun && !deed.getAsBoolean()) {
            return;
        }
        counts.merge(drift.count, 1, Integer::sum);
        deeds.add(drift.wire() + " " + subject + ": " + reason);
        log.warn(
                dryRun ? "drift (dry run: left as it is)" : "drift",
                field("kind", drift.wire()),
                field("subject", subject),
                field("reason", reason));
        if (!dryRun && drift.isSaid()) {
            DriftRepaired said = new DriftRepaired(
                    Envelope.first(Ids.hash("drift", drift.wire(), subject, now.toString()), now),
                    drift.wire(),
                    subject,
                    reason);
            bus.publish(said.type(), said.toJson().toString());
        }
    }

    /**
     * Clears away what has served its turn, unless this is a dry run. That is no drift: nothing was wrong.
     *
     * @param deed says whether there was something to do
     */
    void tidy(String what, String subject, BooleanSupplier deed) {
        if (dryRun) {
            log.info("would " + what, field("subject", subject));
        } else if (deed.getAsBoolean()) {
            log.info(what, field("subject", subject));
        }
    }

    /** Says what there was to say, once the sweep is over. */
    void report() {
        if (dryRun || (counts.isEmpty() && problems().isEmpty())) {
            return;
        }
        DriftReported said = new DriftReported(
                Envelope.first(Ids.hash("sweep", now.toString()), now),
                living.size(),
                count(Drift.Count.ENDED),
                count(Drift.Count.ADOPTED),
                count(Drift.Count.REPAIRED),
                count(Drift.Count.CLOSED),
                count(Drift.Count.PUBLISHED),
                count(Drift.Count.RESTARTED),
                problems().stream().limit(MOST_PROBLEMS_SAID).toList());
        bus.publish(said.type(), said.toJson().toString());
    }

    /** For the metric. */
    int drifts() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    List<InstanceView> living() {
        return living;
    }

    /** For whoever called by hand. */
    JsonObject answer() {
        return JsonObject.builder()
                .put("did", dryRun ? "looked, and left everything as it is" : "swept")
                .put("living", living.size())
                .put("drift", JsonArray.ofStrings(deeds))
                .build();
    }

    private int count(Drift.Count of) {
        return counts.getOrDefault(of, 0);
    }
}
