package host.spore.spawn.spored;

import host.spore.spawn.events.AgentTrouble;
import host.spore.spawn.events.Instants;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends what the spool holds, through a child process: TLS and signing would stay in the resident memory for ever.
 * The child is bounded and killed; what it did not get through is sent again, and its id tells whoever hears it twice.
 */
final class Publisher {
    private static final Duration BOUND = Duration.ofSeconds(15);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(60);
    private static final Duration IDLE = Duration.ofHours(1);
    /** What PutEvents takes in one call. */
    private static final int BATCH = 10;

    private final Spool spool;
    private final ChildProcess child;
    private final String bus;
    private final SteadyClock clock;
    private final Problems problems;
    private final Journal journal;
    private final Runnable changed;
    private final Bell bell = new Bell();
    private volatile @Nullable Identity identity;
    private volatile @Nullable String urgent;
    private volatile boolean urgentTaken;
    private volatile Optional<Instant> lastSent = Optional.empty();
    private volatile @Nullable Process running;

    Publisher(
            Spool spool,
            ChildProcess child,
            String bus,
            SteadyClock clock,
            Problems problems,
            Journal journal,
            Runnable changed) {
        this.spool = spool;
        this.child = child;
        this.bus = bus;
        this.clock = clock;
        this.problems = problems;
        this.journal = journal;
        this.changed = changed;
    }

    void start() {
        Threads.daemon("publisher", () -> {
            Duration retry = FIRST_RETRY;
            while (true) {
                boolean all = sendAll();
                retry = all ? FIRST_RETRY : Durations.shorter(retry.multipliedBy(2), LAST_RETRY);
                bell.await(all ? IDLE : jittered(retry));
            }
        });
    }

    /** Until the identity is known nothing can be sent: region and source are parts of it. */
    void speakAs(Identity known) {
        if (identity == null) {
            spool.keepOnly(known.source());
            identity = known;
            bell.ring();
        }
    }

    void send(Report report) {
        spool.add(report);
        bell.ring();
    }

    /** As {@link #send}, but does not wait behind a child that may be hanging. */
    void sendUrgently(Report report) {
        urgent = report.id();
        spool.add(report);
        Process before = running;
        if (before != null) {
            before.destroyForcibly();
        }
        bell.ring();
    }

    /** The urgent report is on the bus. */
    boolean urgentTaken() {
        return urgentTaken;
    }

    Optional<Instant> lastSent() {
        return lastSent;
    }

    private boolean sendAll() throws InterruptedException {
        Identity me = identity;
        List<Report> waiting = spool.waiting();
        if (me == null || waiting.isEmpty()) {
            return waiting.isEmpty();
        }
        boolean all = true;
        for (int from = 0; from < waiting.size(); from += BATCH) {
            List<Report> batch = waiting.subList(from, Math.min(from + BATCH, waiting.size()));
            List<Report> done = sendBatch(me, batch);
            spool.remove(done);
            if (done.isEmpty()) {
                // Nothing got through: the bus cannot be reached, and the rest would only hang as long again.
                return false;
            }
            all &= done.size() == batch.size();
        }
        return all;
    }

    private List<Report> sendBatch(Identity me, List<Report> batch) throws InterruptedException {
        List<Json> reports = new ArrayList<>();
        for (Report report : batch) {
            reports.add(report.toJson());
        }
        JsonObject request = JsonObject.builder()
                .put("region", me.region())
                .put("domain", me.domain())
                .put("bus", bus)
                .put("now", Instants.format(clock.instant()))
                .put("reports", new JsonArray(reports))
                .build();
        try {
            Process process = child.start();
            running = process;
            try (var in = process.getOutputStream()) {
                in.write(request.toString().getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                journal.say("publish: no answer within " + BOUND.toSeconds() + " s, trying again later");
                return List.of();
            }
            return taken(batch, new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failed) {
            // The child could not be started, died, or was killed for an urgent report: everything stays in the spool.
            journal.say("publish: " + failed);
            return List.of();
        } finally {
            Process process = running;
            if (process != null) {
                process.destroyForcibly();
            }
            running = null;
        }
    }

    /**
     * The child answers the Date of the bus and one line per report: {@code taken ID}, {@code hopeless ID reason} or
     * {@code refused ID reason}.
     */
    private List<Report> taken(List<Report> batch, String answer) {
        HttpDate.parse(lineWith(PublishCommand.DATE, answer)).ifPresent(clock::hearBus);
        String reason = lineWith("failed ", answer);
        if (!reason.isEmpty()) {
            journal.say("publish: failed " + reason);
            if (reason.contains(" answered 4")) {
                // A permission that was lost: said when it is back, so that somebody learns of it at all.
                problems.raise(AgentTrouble.PUBLISH, "call", "failed " + reason);
            }
            return List.of();
        }
        List<Report> done = new ArrayList<>();
        for (Report report : batch) {
            String line = lineOf(report, answer);
            if (line.startsWith("taken ")) {
                done.add(report);
                problems.clear(AgentTrouble.PUBLISH, "call");
                lastSent = Optional.of(clock.instant());
                if (report.id().equals(urgent)) {
                    urgentTaken = true;
                    changed.run();
                }
            } else if (line.startsWith("hopeless ")) {
                // Its shape is wrong and will be wrong the next time: kept, it would be refused until the end.
                done.add(report);
                journal.say("publish: " + report.detailType() + " given up: " + line);
            } else if (!line.isEmpty()) {
                journal.say("publish: " + report.detailType() + " " + line);
            }
        }
        return done;
    }

    /** What follows this in the first line that begins with it; empty when none does. */
    private static String lineWith(String start, String answer) {
        for (String line : answer.split("\n")) {
            if (line.startsWith(start)) {
                return line.substring(start.length()).strip();
            }
        }
        return "";
    }

    private static String lineOf(Report report, String answer) {
        for (String line : answer.split("\n")) {
            if (line.contains(" " + report.id())) {
                return line;
            }
        }
        return "";
    }

    /** Half to whole: a thousand instances that lost the bus together must not come back together. */
    private static Duration jittered(Duration longest) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest.toMillis() / 2, longest.toMillis() + 1));
    }
}
