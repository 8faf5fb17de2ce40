package host.spore.spawn.spored;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What comes after a try: it is stored, then said on the bus, then answered. In this order: an answer is the last word. */
final class Finish {
    /** So much goes within seconds. */
    private static final long QUICK_BYTES = 64L << 20;

    private static final Duration FOR_ANSWER = Duration.ofSeconds(8);

    private final Workshop shop;
    private final QueueText text;
    private final QueueJob job;
    private final QueueTask task;
    private final JobFolder folder;
    private final Halt halt;

    Finish(Workshop shop, QueueText text, QueueJob job, QueueTask task, JobFolder folder, Halt halt) {
        this.shop = shop;
        this.text = text;
        this.job = job;
        this.task = task;
        this.folder = folder;
        this.halt = halt;
    }

    void finish(Ending ending, Instant startedAt) throws InterruptedException {
        Outcome outcome = outcome(ending, startedAt);
        boolean stored = false;
        try {
            Storing storing = new Storing(
                    new Bucket(shop.aws(), text.bucket()),
                    shop.upload(),
                    shop.pace().calls());
            String to = text.folder(job.id(), task.index());
            if (halt.isGone()) {
                outcome = outcome(halt.why().orElse(ending), startedAt);
                storing.leftOver(to, folder, outcome, halt::lasts);
            } else {
                outcome = store(storing, to, outcome, startedAt);
            }
            stored = true;
        } catch (IOException failed) {
            outcome = outcome(
                    outcome.ending().notStored(String.valueOf(failed.getMessage()), isEverywhere(failed)), startedAt);
            shop.journal().say("worker: " + task.name() + " " + outcome.reason());
        }
        Bus.Sent sent = shop.bus().send(shop.events().ended(outcome, stored));
        if (!sent.await(halt.left(shop.pace().event()))) {
            shop.journal().say("worker: " + task.name() + ": the bus has not heard of its end yet");
        }
        answer(shop, outcome, halt);
    }

    private Outcome store(Storing storing, String to, Outcome outcome, Instant startedAt)
            throws IOException, InterruptedException {
        if (outcome.ending() instanceof Ending.HandedBack) {
            storing.logs(to, folder, halt::lasts);
            storing.outcome(to, outcome.toFile(), halt::lasts);
            storeWhatThereIsTimeFor(storing, to);
            return outcome;
        }
        Outcome known = outcome;
        Map<String, Path> results = Map.of();
        try {
            results = results();
        } catch (ResultFiles.Refused refused) {
            known = outcome(outcome.ending().notStored(String.valueOf(refused.getMessage()), true), startedAt);
        }
        storing.logs(to, folder, halt::lasts);
        storing.results(to, results, halt::lasts);
        storing.outcome(to, known.toFile(), halt::lasts);
        return known;
    }

    private Map<String, Path> results() throws IOException {
        ResultFiles.Found found = ResultFiles.find(folder.work(), job.resultPaths());
        for (String note : found.notes()) {
            shop.journal().say("worker: " + task.name() + ": results: " + note);
        }
        return found.files();
    }

    /** Of a job that is done again elsewhere: what it has so far may be of use to it, but its answer must not wait for it. */
    private void storeWhatThereIsTimeFor(Storing storing, String to) throws InterruptedException {
        try {
            Map<String, Path> small = new TreeMap<>();
            for (Map.Entry<String, Path> file : results().entrySet()) {
                if (Files.size(file.getValue()) <= QUICK_BYTES) {
                    small.put(file.getKey(), file.getValue());
                }
            }
            storing.results(
                    to, small, () -> halt.left(FOR_ANSWER.multipliedBy(2)).compareTo(FOR_ANSWER) > 0);
        } catch (IOException failed) {
            shop.journal().say("worker: " + task.name() + ": results so far: " + failed.getMessage());
        }
    }

    /** Another worker would hear the same. */
    private static boolean isEverywhere(IOException failed) {
        return failed instanceof AwsRefusal refusal && refusal.isHopeless();
    }

    private Outcome outcome(Ending ending, Instant startedAt) {
        String results = "s3://" + text.bucket() + "/" + text.folder(job.id(), task.index());
        return new Outcome(
                task, ending, results, shop.worker(), startedAt, shop.clock().instant());
    }

    /** A task that is gone gets none; nor does one whose answer nobody takes: its heartbeats have ended, so it times out. */
    static void answer(Workshop shop, Outcome outcome, Halt halt) throws InterruptedException {
        if (outcome.ending().isGone()) {
            return;
        }
        QueueTask task = outcome.task();
        Optional<String> error = outcome.ending().error();
        try {
            shop.pace()
                    .calls()
                    .with(
                            () -> {
                                if (error.isPresent()) {
                                    shop.tasks().fail(task.token(), error.get(), outcome.toJson());
                                } else {
                                    shop.tasks().succeed(task.token(), outcome.toJson());
                                }
                                return true;
                            },
                            halt::lasts);
        } catch (IOException failed) {
            shop.journal().say("worker: " + task.name() + " could not be answered: " + failed.getMessage());
        }
    }
}
