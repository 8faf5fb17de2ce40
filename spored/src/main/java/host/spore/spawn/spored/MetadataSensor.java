package host.spore.spawn.spored;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads identity and deadline from instance metadata, at its own pace and on its own thread: it may hang there. */
final class MetadataSensor {
    private static final Duration IMPATIENT = Duration.ofSeconds(2);

    /**
     * What has been seen so far.
     *
     * @param looked at least one look has ended, in whatever way
     * @param lookedAt when the look that read {@code tag} began
     * @param tag empty when the last look could not read it
     */
    record Seen(boolean looked, Optional<Identity> identity, Instant lookedAt, Optional<Instant> tag) {}

    private final MetadataService service;
    private final Duration interval;
    private final Clock clock;
    private final Journal journal;
    private final Runnable changed;
    private final Bell asked = new Bell();
    private volatile Seen seen = new Seen(false, Optional.empty(), Instant.EPOCH, Optional.empty());
    private String trouble = "";

    MetadataSensor(MetadataService service, Duration interval, Clock clock, Journal journal, Runnable changed) {
        this.service = service;
        this.interval = interval;
        this.clock = clock;
        this.journal = journal;
        this.changed = changed;
    }

    void start() {
        Threads.daemon("metadata", () -> {
            while (true) {
                look();
                boolean settled = seen.identity().isPresent() && seen.tag().isPresent();
                asked.await(settled || interval.compareTo(IMPATIENT) < 0 ? interval : IMPATIENT);
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
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            // Unknown: the last known deadline holds, the next look is due soon, and the complaint is in the journal.
            complain(unreadable.toString());
        }
        seen = new Seen(true, identity, begun, tag);
        changed.run();
    }

    /** Says each trouble once, not every 30 seconds. */
    private void complain(String now) {
        if (!now.equals(trouble)) {
            trouble = now;
            journal.say(now.isEmpty() ? "instance metadata can be read" : "instance metadata: " + now);
        }
    }
}
