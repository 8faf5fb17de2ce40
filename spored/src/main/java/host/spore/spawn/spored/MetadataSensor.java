package host.spore.spawn.spored;

import host.spore.spawn.events.Instants;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads identity, deadline and the fate of spot capacity from instance metadata, at its own pace and on its own thread:
 * it may hang there.
 */
final class MetadataSensor {
    /** EC2 gives two minutes' notice at best, and asks to look every five seconds. */
    private static final Duration SPOT_PACE = Duration.ofSeconds(5);

    private static final Duration IMPATIENT = Duration.ofSeconds(2);

    /**
     * What has been seen so far.
     *
     * @param looked at least one look has ended, in whatever way
     * @param lookedAt when the look that read {@code tag} began
     * @param tag empty when the last look could not read it
     * @param spotAt when the last answer about spot capacity came; empty when there was none
     */
    record Seen(
            boolean looked,
            Optional<Identity> identity,
            Instant lookedAt,
            Optional<Instant> tag,
            Readings.Spot spot,
            Optional<Instant> spotAt) {}

    private final MetadataService service;
    private final Duration interval;
    private final SteadyClock clock;
    private final Journal journal;
    private final Watchdog watchdog;
    private final Runnable changed;
    private final Bell asked = new Bell();
    private volatile Seen seen =
            new Seen(false, Optional.empty(), Instant.EPOCH, Optional.empty(), Readings.Spot.QUIET, Optional.empty());
    private volatile boolean onDemand;
    private String trouble = "";
    private String spotTrouble = "";

    MetadataSensor(
            MetadataService service,
            Duration interval,
            SteadyClock clock,
            Journal journal,
            Watchdog watchdog,
            Runnable changed) {
        this.service = service;
        this.interval = interval;
        this.clock = clock;
        this.journal = journal;
        this.watchdog = watchdog;
        this.changed = changed;
    }

    void start() {
        Threads.daemon("metadata", () -> {
            long lookAt = System.nanoTime();
            while (true) {
                long begun = System.nanoTime();
                boolean due = begun - lookAt >= 0;
                if (due) {
                    look();
                    boolean settled = seen.identity().isPresent() && seen.tag().isPresent();
                    boolean patient = settled || interval.compareTo(IMPATIENT) < 0;
                    lookAt = System.nanoTime() + (patient ? interval : IMPATIENT).toNanos();
                }
                // Should that word be wrong, a notice comes late, but it comes.
                if (due || !onDemand) {
                    lookAtSpot();
                }
                service.takeDate().ifPresent(clock::hear);
                watchdog.pet();
                long next = onDemand ? lookAt : Math.min(lookAt - begun, SPOT_PACE.toNanos()) + begun;
                if (asked.await(Duration.ofNanos(next - System.nanoTime()))) {
                    lookAt = System.nanoTime();
                }
            }
        });
    }

    /** Look now. */
    void ask() {
        asked.ring();
    }

    Seen seen() {
        return seen;
    }

    private void look() {
        Instant begun = clock.instant();
        Optional<Identity> identity = seen.identity();
        Optional<Instant> tag = Optional.empty();
        try {
            // The deadline first: an identity that cannot be read must not hide an extension.
            Optional<String> text = service.get("/latest/meta-data/tags/instance/ttl");
            tag = text.flatMap(Config::instant);
            complain(
                    tag.isPresent()
                            ? ""
                            : "tag ttl "
                                    + text.map(t -> "\"" + t + "\" is no instant")
                                            .orElse("is not there"));
            if (identity.isEmpty()) {
                identity = Optional.of(Identity.read(service));
                // Whoever does not say what it is, is asked: a notice that is missed costs more than the asking.
                onDemand = service.get("/latest/meta-data/instance-life-cycle")
                        .filter(cycle -> cycle.strip().equals("on-demand"))
                        .isPresent();
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            // Unknown: the last known deadline holds, the next look is due soon, and the complaint is in the journal.
            complain(unreadable.toString());
        }
        seen = new Seen(true, identity, begun, tag, seen.spot(), seen.spotAt());
        changed.run();
    }

    /** No answer is no news: what was seen before stays, and the next look is due in a moment. */
    private void lookAtSpot() {
        Readings.Spot before = seen.spot();
        Readings.Spot now;
        try {
            Optional<String> notice = service.get("/latest/meta-data/spot/instance-action");
            Optional<String> advice = service.get("/latest/meta-data/events/recommendations/rebalance");
            now = new Readings.Spot(
                    notice.map(SpotNotice::parse),
                    advice.map(text -> Instants.parse(JsonObject.parse(text).string("noticeTime"))));
            spotTrouble = "";
        } catch (IOException | IllegalArgumentException | DateTimeException unreadable) {
            if (!unreadable.toString().equals(spotTrouble)) {
                spotTrouble = unreadable.toString();
                journal.say("spot: " + unreadable);
            }
            return;
        }
        seen = new Seen(seen.looked(), seen.identity(), seen.lookedAt(), seen.tag(), now, Optional.of(clock.instant()));
        if (!now.equals(before)) {
            changed.run();
        }
    }

    /** Says each trouble once, not every 30 seconds. */
    private void complain(String now) {
        if (!now.equals(trouble)) {
            trouble = now;
            journal.say(now.isEmpty() ? "instance metadata can be read" : "instance metadata: " + now);
        }
    }
}
