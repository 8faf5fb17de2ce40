package host.spore.spawn.spored;

import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Looks whether EC2 takes this instance back, as the agent does, for a worker that has to hand its jobs over before. */
final class SpotLook {
    /** Should the service call an instance on-demand that is none, a notice comes late, but it comes. */
    private static final int ON_DEMAND = 6;

    private static final Duration AFTERWARDS = Duration.ofMinutes(1);

    /** Whom it concerns. */
    interface Listener {
        /** Once for each notice, however often that is seen. */
        void taken(Instant at) throws InterruptedException;

        /** The notice is gone, its time is over, and the instance is still there: it slept, or was spared. */
        void spared();
    }

    private final MetadataService metadata;
    private final SteadyClock clock;
    private final Duration every;
    private final Journal journal;
    private final Listener listener;
    private Optional<SpotNotice> seen = Optional.empty();
    private String trouble = "";

    /** @param metadata nobody else's: it is not for many threads */
    SpotLook(MetadataService metadata, SteadyClock clock, Duration every, Journal journal, Listener listener) {
        this.metadata = metadata;
        this.clock = clock;
        this.every = every;
        this.journal = journal;
        this.listener = listener;
    }

    Thread start() {
        return Threads.daemon("spot", () -> {
            Duration pace = every;
            boolean known = false;
            while (true) {
                try {
                    if (!known) {
                        pace = isOnDemand() ? every.multipliedBy(ON_DEMAND) : every;
                        known = true;
                    }
                    look(clock);
                    trouble = "";
                } catch (IOException | IllegalArgumentException | DateTimeException unreadable) {
                    // No answer is no news; the next look is due in a moment.
                    if (!unreadable.toString().equals(trouble)) {
                        trouble = unreadable.toString();
                        journal.say("worker: spot: " + unreadable);
                    }
                }
                Thread.sleep(pace.toMillis());
            }
        });
    }

    private boolean isOnDemand() throws IOException {
        return metadata.get("/latest/meta-data/instance-life-cycle")
                .filter(cycle -> cycle.strip().equals("on-demand"))
                .isPresent();
    }

    private void look(Clock now) throws IOException, InterruptedException {
        Optional<SpotNotice> notice =
                metadata.get("/latest/meta-data/spot/instance-action").map(SpotNotice::parse);
        metadata.takeDate().ifPresent(clock::hear);
        if (notice.isPresent() && !notice.equals(seen)) {
            seen = notice;
            listener.taken(notice.get().at());
        } else if (notice.isEmpty()
                && seen.filter(old -> now.instant().isAfter(old.at().plus(AFTERWARDS)))
                        .isPresent()) {
            seen = Optional.empty();
            listener.spared();
        }
    }
}
