package host.spore.spawn.spored;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One task, from when it is taken until it is answered: once, or, when all else fails, by nobody, and it times out. */
final class TaskRun {
    /** For the logs of a job that nobody waits for. */
    private static final Duration GONE = Duration.ofSeconds(30);

    private final Workshop shop;
    private final QueueTask task;
    private final Optional<Closed> closed;
    private final Halt halt;
    private volatile @Nullable JobTry running;
    private volatile boolean waits;

    /** @param closed why no job is run here at all */
    TaskRun(Workshop shop, QueueTask task, Optional<Closed> closed) {
        this.shop = shop;
        this.task = task;
        this.closed = closed;
        this.halt = new Halt(shop.journal());
    }

    /** It has been taken, but there is no room for it yet. */
    boolean waits() {
        return waits;
    }

    /**
     * Ends it before its time, but for what has to be stored and its answer.
     *
     * @param left for that
     */
    void order(Ending ending, Duration left) throws InterruptedException {
        JobTry current = running;
        if (current == null) {
            halt.order(ending, left);
        } else {
            current.order(ending, left);
        }
        shop.room().look();
    }

    /** Returns once it is answered, and its slot is free. */
    void run() throws InterruptedException {
        try {
            toTheEnd();
        } catch (RuntimeException stumbled) {
            // A job that this worker cannot cope with must not take the others along. It is handed back, which is
            // bounded.
            answer(new Ending.HandedBack("the worker stumbled: " + stumbled), now());
        }
    }

    private void toTheEnd() throws InterruptedException {
        QueueJob job;
        QueueText text;
        try {
            text = shop.texts().of(task.run(), halt::lasts);
            job = text.job(task.job()).orElseThrow(() -> new IOException("it has no job " + task.job()));
        } catch (IOException | IllegalArgumentException failed) {
            answer(new Ending.HandedBack("queue.json: " + failed.getMessage()), now());
            shop.room().leaves();
            return;
        }
        if (job.done().includes(task.index())) {
            passOver(text, job);
            shop.room().leaves();
            return;
        }
        boolean refused = closed.isPresent() || shop.room().refusal(job.need()).isPresent();
        boolean inside = !refused && shop.room().enters(job.need());
        Beat beat = new Beat(shop.tasks(), task, shop.pace().beat(), shop.pace().calls(), shop.journal(), this::isGone);
        beat.start();
        try {
            beat.awaitFirst();
            if (halt.isGone()) {
                shop.journal().say("worker: " + task.name() + " is not ours any more: nothing runs");
                return;
            }
            if (!refused && !inside) {
                shop.journal().say("worker: " + task.name() + " waits for room");
                waits = true;
                inside = shop.room().await(job.need(), halt);
                waits = false;
            }
            work(text, job);
        } finally {
            beat.stop();
            if (inside) {
                shop.room().ends(job.need());
            } else {
                shop.room().leaves();
            }
        }
    }

    private void isGone(Ending ending) {
        try {
            order(ending, GONE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(QueueText text, QueueJob job) throws InterruptedException {
        Instant startedAt = now();
        JobFolder folder;
        try {
            folder = JobFolder.create(shop.jobs(), task.job());
            if (closed.isPresent()) {
                closed.get().tell(folder);
            }
        } catch (IOException failed) {
            answer(new Ending.HandedBack("no folder can be made for it: " + failed.getMessage()), startedAt);
            return;
        }
        try {
            Ending ending = ending(text, job, folder, startedAt);
            shop.journal().say("worker: " + task.name() + " " + ending.reason());
            new Finish(shop, text, job, task, folder, halt).finish(ending, startedAt);
        } finally {
            try {
                folder.delete();
            } catch (IOException left) {
                // Of no harm but for the room that it takes: what counts has been stored.
                shop.journal().say("worker: " + folder.path() + " stays behind: " + left.getMessage());
            }
        }
    }

    private Ending ending(QueueText text, QueueJob job, JobFolder folder, Instant startedAt)
            throws InterruptedException {
        if (halt.why().isPresent()) {
            return halt.why().get();
        }
        if (closed.isPresent()) {
            return closed.get().ending();
        }
        Optional<String> refusal = shop.room().refusal(job.need());
        if (refusal.isPresent()) {
            return new Ending.DoesNotFit(refusal.get());
        }
        shop.bus().send(shop.events().started(task, startedAt));
        shop.journal().say("worker: " + task.name() + " starts");
        Tail.Followed out = shop.tail().follow(task.name() + " out", folder.stdout());
        Tail.Followed err = shop.tail().follow(task.name() + " err", folder.stderr());
        try {
            Shell shell = new Shell(folder, text.environment(job, task, shop.region()), shop.journal());
            JobTry begun = new JobTry(job, shell, halt, shop.pace().hook(), shop.journal());
            running = begun;
            return begun.run();
        } catch (IOException failed) {
            return new Ending.HandedBack("it could not be run: " + failed.getMessage());
        } finally {
            running = null;
            out.stop();
            err.stop();
        }
    }

    /** It has its outcome from an earlier run. */
    private void passOver(QueueText text, QueueJob job) throws InterruptedException {
        String results = text.results(job, task.index());
        try {
            shop.pace()
                    .calls()
                    .with(
                            () -> {
                                shop.tasks().succeed(task.token(), Outcome.passedOver(results, shop.worker(), now()));
                                return true;
                            },
                            halt::lasts);
        } catch (IOException failed) {
            shop.journal().say("worker: " + task.name() + " is passed over, but: " + failed.getMessage());
        }
    }

    /** Without a word of what it left: it left nothing. */
    private void answer(Ending ending, Instant startedAt) throws InterruptedException {
        shop.journal().say("worker: " + task.name() + " " + ending.reason());
        Finish.answer(shop, new Outcome(task, ending, "", shop.worker(), startedAt, now()), halt);
    }

    private Instant now() {
        return shop.clock().instant();
    }
}
