package host.spore.spawn.spored;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/** Sends events from a thread of its own, in order, many in one call; whoever has to know waits for his. */
final class Bus {
    private static final int READ_MILLIS = 8_000;
    /** What PutEvents takes in one call. */
    private static final int BATCH = 10;

    private final Aws aws;
    private final String name;
    private final Patience patience;
    private final Journal journal;
    private final LinkedBlockingDeque<Sent> waiting = new LinkedBlockingDeque<>();
    private final Set<Sent> unsettled = ConcurrentHashMap.newKeySet();

    /** An event on its way. */
    static final class Sent {
        private final Report report;
        private final CountDownLatch settled = new CountDownLatch(1);

        private Sent(Report report) {
            this.report = report;
        }

        /** False when it is not on the bus by then. It is sent all the same. */
        boolean await(Duration atMost) throws InterruptedException {
            return settled.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    Bus(Aws aws, String name, Patience patience, Journal journal) {
        this.aws = aws;
        this.name = name;
        this.patience = patience;
        this.journal = journal;
    }

    Thread start() {
        return Threads.daemon("bus", () -> {
            int failures = 0;
            while (true) {
                List<Sent> batch = new ArrayList<>(List.of(waiting.take()));
                waiting.drainTo(batch, BATCH - 1);
                List<Sent> left = sendOnce(batch);
                for (int i = left.size() - 1; i >= 0; i--) {
                    waiting.addFirst(left.get(i));
                }
                if (left.isEmpty()) {
                    failures = 0;
                } else {
                    patience.pause(failures);
                    failures++;
                }
            }
        });
    }

    Sent send(Report report) {
        Sent sent = new Sent(report);
        unsettled.add(sent);
        waiting.add(sent);
        return sent;
    }

    /** False when not all is on the bus by then. */
    boolean awaitSent(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (Sent sent : unsettled) {
            if (!sent.await(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                return false;
            }
        }
        return true;
    }

    private void settle(Sent sent) {
        sent.settled.countDown();
        unsettled.remove(sent);
    }

    /** Those that have to be sent again. */
    private List<Sent> sendOnce(List<Sent> batch) {
        List<Report> reports = new ArrayList<>();
        batch.forEach(sent -> reports.add(sent.report));
        List<Sent> left = new ArrayList<>();
        try {
            JsonObject body = PublishCommand.body(reports, name);
            List<JsonObject> entries = aws.ask(
                            "events", aws.json("events", "1.1", "AWSEvents.PutEvents", body, READ_MILLIS))
                    .objects("Entries");
            if (entries.size() != batch.size()) {
                throw new IOException("asked about " + batch.size() + " entries, answered about " + entries.size());
            }
            for (int i = 0; i < batch.size(); i++) {
                String error = entries.get(i).optionalString("ErrorCode").orElse("");
                if (error.isEmpty()) {
                    settle(batch.get(i));
                } else if (PublishCommand.HOPELESS.contains(error)) {
                    // Its shape is wrong and will be wrong the next time; nobody can wait for it.
                    journal.say("bus: " + batch.get(i).report.detailType() + " given up: " + error);
                    settle(batch.get(i));
                } else {
                    left.add(batch.get(i));
                }
            }
            return left;
        } catch (IOException | IllegalArgumentException failed) {
            // What is not known to be on the bus is sent again: its id tells whoever hears it twice.
            journal.say("bus: " + failed.getMessage());
            return batch;
        }
    }
}
