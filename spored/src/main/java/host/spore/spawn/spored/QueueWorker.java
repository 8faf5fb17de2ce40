package host.spore.spawn.spored;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * {@code spored worker} for a batch queue: takes the tasks of an activity, as many at a time as it has slots, until the run
 * is over. A unit beside the agent's, with which it shares nothing.
 *
 * <p>It ends in good order when {@code summary.json} of its run is there and it has nothing to do. When it has to go, by a
 * signal or because EC2 takes the instance back, it hands its jobs back. When it dies, its tasks get no heartbeats any more,
 * and are tried elsewhere; the unit starts it anew, and what its jobs left running is killed then at the latest.
 */
final class QueueWorker implements SpotLook.Listener {
    /** Of what a machine that goes down gives to its services. */
    private static final Duration TO_GO = Duration.ofSeconds(6);

    private final Workshop shop;
    private final String runId;
    private final Bucket bucket;
    private final String summary;
    private final List<TaskRun> runs = new CopyOnWriteArrayList<>();
    private volatile Optional<Ending> leaving = Optional.empty();
    private volatile Optional<QueueHooks> hooks = Optional.empty();
    private volatile boolean isOver;
    private volatile boolean hasEnded;
    private final Function<SpotLook.Listener, SpotLook> spot;
    private String trouble = "";

    /** @param bucket where {@code queue.json} and {@code summary.json} of its run are */
    QueueWorker(
            Workshop shop, String queueId, String runId, Bucket bucket, Function<SpotLook.Listener, SpotLook> spot) {
        this.spot = spot;
        this.shop = shop;
        this.runId = runId;
        this.bucket = bucket;
        this.summary = QueueText.prefix(queueId, runId) + "summary.json";
    }

    /** Returns when the run is over, and this worker's part of it with it. */
    void run() throws InterruptedException {
        endFormer();
        List<Thread> threads = List.of(
                shop.bus().start(),
                shop.tail().start(),
                spot.apply(this).start(),
                Threads.daemon("over", this::lookWhetherOver));
        try {
            Optional<QueueText> text = text();
            if (text.isPresent()) {
                work(text.get());
            }
            if (!shop.bus().awaitSent(shop.pace().event())) {
                shop.journal().say("worker: the bus has not heard of every end");
            }
            hasEnded = true;
        } finally {
            threads.forEach(Thread::interrupt);
        }
    }

    private void work(QueueText text) throws InterruptedException {
        Optional<Closed> closed;
        try {
            QueueHooks around = QueueHooks.of(text, shop);
            hooks = Optional.of(around);
            closed = around.before();
        } catch (IOException failed) {
            Ending ending = new Ending.HandedBack("this worker can write nothing: " + failed.getMessage());
            closed = Optional.of(new Closed(ending, Optional.empty()));
        }
        shop.journal().say("worker: takes jobs of " + text.queueId() + ", run " + runId);
        takeAll(closed);
        shop.room().awaitEmpty();
        if (hooks.isPresent()) {
            hooks.get().after();
        }
    }

    private void takeAll(Optional<Closed> closed) throws InterruptedException {
        int failures = 0;
        while (shop.room().awaitFree()) {
            try {
                Optional<ActivityTasks.Taken> taken = shop.tasks().take();
                failures = 0;
                trouble = "";
                if (taken.isPresent()) {
                    begin(taken.get(), closed);
                }
            } catch (IOException failed) {
                if (shop.tasks().takes()) {
                    complain("the activity: " + failed.getMessage());
                    shop.pace().calls().pause(failures);
                    failures++;
                }
            }
        }
    }

    private void begin(ActivityTasks.Taken taken, Optional<Closed> closed) throws InterruptedException {
        QueueTask task;
        try {
            task = QueueTask.parse(taken.token(), taken.input());
        } catch (IllegalArgumentException | ArithmeticException none) {
            // Of no queue that was compiled for us. Unanswered, it would only time out, and say less.
            shop.journal().say("worker: a task that is no job: " + none.getMessage());
            refuse(taken, String.valueOf(none.getMessage()));
            return;
        }
        shop.room().arrives();
        TaskRun run = new TaskRun(shop, task, closed);
        runs.add(run);
        // Looked at after it is among them: a word that comes now finds it there.
        if (leaving.isPresent()) {
            run.order(leaving.get(), TO_GO);
        }
        Threads.daemon("job " + task.job(), () -> {
            try {
                run.run();
            } finally {
                runs.remove(run);
            }
        });
    }

    private void refuse(ActivityTasks.Taken taken, String reason) {
        try {
            shop.tasks().fail(taken.token(), "Worker.Lost", Outcome.reason(shop.worker(), reason));
        } catch (IOException failed) {
            shop.journal().say("worker: that could not be said: " + failed.getMessage());
        }
    }

    /** For as long as it takes; empty when the run is over before it can be read. */
    private Optional<QueueText> text() throws InterruptedException {
        for (int tries = 0; !isOver; tries++) {
            try {
                return Optional.of(shop.texts().of(runId, () -> false));
            } catch (IOException | IllegalArgumentException failed) {
                complain(String.valueOf(failed.getMessage()));
                shop.pace().calls().pause(tries);
            }
        }
        return Optional.empty();
    }

    private void lookWhetherOver() throws InterruptedException {
        while (!isOver) {
            Thread.sleep(shop.pace().over().toMillis());
            try {
                if (shop.room().isEmpty() && bucket.get(summary).isPresent()) {
                    isOver = true;
                    shop.room().close();
                    shop.tasks().stopTaking();
                }
            } catch (IOException failed) {
                complain("summary.json: " + failed.getMessage());
            }
        }
    }

    /** Says each trouble once, not with every try. */
    private synchronized void complain(String now) {
        if (!now.equals(trouble)) {
            trouble = now;
            shop.journal().say("worker: " + now);
        }
    }

    @Override
    public void taken(Instant at) throws InterruptedException {
        Ending ending = new Ending.HandedBack("EC2 takes this spot instance back at " + at);
        Duration left =
                Duration.between(shop.clock().instant(), at.minus(shop.pace().beforeSpot()));
        shop.journal()
                .say("worker: EC2 takes this spot instance back at " + at
                        + ": no more jobs are taken, those that run have " + Math.max(0, left.toSeconds()) + " s");
        leaving = Optional.of(ending);
        // The poll that is held is not cut off: nobody would know, and the next task would go there and wait for its
        // time-out.
        shop.room().pause();
        for (TaskRun run : runs) {
            if (run.waits()) {
                run.order(ending, shop.pace().beforeSpot());
            }
        }
        Threads.daemon("spot end", () -> {
            Thread.sleep(Math.max(0, left.toMillis()));
            if (leaving.filter(ending::equals).isPresent()) {
                orderAll(ending, shop.pace().beforeSpot());
            }
        });
    }

    @Override
    public void spared() {
        shop.journal().say("worker: EC2 has not taken this spot instance back: jobs are taken again");
        leaving = Optional.empty();
        shop.room().resume();
    }

    /** The unit stops, or the machine goes down: returns when its jobs have been handed back, or soon. */
    void leave() {
        if (hasEnded) {
            return;
        }
        Ending ending = new Ending.HandedBack("its worker was told to stop");
        shop.journal().say("worker: told to stop, " + runs.size() + " jobs are handed back");
        leaving = Optional.of(ending);
        shop.room().close();
        shop.tasks().stopTaking();
        try {
            if (hooks.isPresent()) {
                hooks.get().order(ending);
            }
            orderAll(ending, TO_GO);
            long end = System.nanoTime() + TO_GO.toNanos();
            while (!runs.isEmpty() && System.nanoTime() - end < 0) {
                Thread.sleep(20);
            }
        } catch (InterruptedException impatient) {
            // Then without: what is not answered times out.
            Thread.currentThread().interrupt();
        }
    }

    /** All at once: each waits until what it kills is dead. */
    private void orderAll(Ending ending, Duration left) {
        for (TaskRun run : runs) {
            Threads.daemon("order", () -> run.order(ending, left));
        }
    }

    /** What a worker that died has left here: nobody waits for it, and it would run beside the jobs of this one. */
    private void endFormer() throws InterruptedException {
        if (!Files.isDirectory(shop.jobs())) {
            return;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(shop.jobs())) {
            for (Path path : folders) {
                JobFolder folder = new JobFolder(path);
                Shell.killLeft(folder, shop.journal());
                folder.delete();
            }
        } catch (IOException left) {
            shop.journal().say("worker: of the former one " + left.getMessage() + " stays behind");
        }
    }
}
